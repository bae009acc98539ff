"""The WSGI application: `gunicorn cxjourney.wsgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxjourney.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cxjourney.kit import embedded
from cxjourney.kit.warm import warm

if settings.DATABASE_EMBEDDED:
    embedded.ensure_running(settings.DATA_DIR, for_tests=settings.MODE == "test")
application = get_wsgi_application()
warm()
