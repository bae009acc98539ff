from django.urls import path

from cxjourney.metrics import views

app_name = "metrics"

urlpatterns = [
    path("targets/set/", views.target_set, name="target_set"),
]
