"""The ASGI application: `uvicorn cxjourney.asgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxjourney.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from cxjourney.kit import embedded
from cxjourney.kit.middleware import limit_uploads
from cxjourney.kit.warm import warm

if settings.DATABASE_EMBEDDED:
    embedded.ensure_running(settings.DATA_DIR, for_tests=settings.MODE == "test")
pages = limit_uploads(get_asgi_application())

from cxjourney.activity.live.endpoint import with_events  # noqa: E402 - needs the apps
from cxjourney.activity.live.lifespan import with_lifespan  # noqa: E402

application = with_lifespan(with_events(pages))
warm()
