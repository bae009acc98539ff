from django.urls import path

from cxjourney.metrics import public_views

urlpatterns = [path("values/", public_views.value_receive, name="value_receive")]
