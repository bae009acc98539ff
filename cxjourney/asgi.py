"""The ASGI application: `uvicorn cxjourney.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxjourney.settings")

from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

from cxjourney.kit import embedded  # noqa: E402

if settings.DATABASE_EMBEDDED:
    embedded.ensure_running(settings.DATA_DIR, for_tests=settings.MODE == "test")
application = get_asgi_application()
