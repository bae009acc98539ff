from django.urls import path

from cxjourney.demo import public_views as views

app_name = "demo"

urlpatterns = [path("enter/", views.enter, name="enter")]
