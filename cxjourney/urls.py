"""Every address. /w/<workspace>/… is the tenants' side; the rest is public or the person's own.

kit/health.py answers /healthz and /readyz before any of them.
"""

from django.contrib import admin
from django.urls import include, path

# The packages under a workspace's address, each with its own namespace.
WORKSPACE_PACKAGES = [
    "workspaces",
    "activity",
    "personas",
    "journeys",
    "feedback",
    "metrics",
    "backlog",
    "board",
    "versions",
]

urlpatterns = [
    path("", include("cxjourney.workspaces.public_urls")),
    path("api/", include("cxjourney.metrics.public_urls")),
    path("events/", include("cxjourney.activity.public_urls")),
    path("demo/", include("cxjourney.demo.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path(
        "w/<slug:workspace>/",
        include([path("", include(f"cxjourney.{package}.urls")) for package in WORKSPACE_PACKAGES]),
    ),
]

handler403 = "cxjourney.kit.errors.forbidden"
handler404 = "cxjourney.kit.errors.not_found"
handler500 = "cxjourney.kit.errors.server_error"
