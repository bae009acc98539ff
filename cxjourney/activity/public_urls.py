from django.urls import path

from cxjourney.activity import public_views

urlpatterns = [path("", public_views.no_events, name="no_events")]
