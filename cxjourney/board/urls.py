from django.urls import path

from cxjourney.board import views

app_name = "board"

urlpatterns = [
    path("maps/", views.map_list, name="map_list"),
    path("maps/<int:map>/", views.show_map, name="map"),
    path("maps/<int:map>/metrics-lane/", views.metrics_lane, name="metrics_lane"),
    path("maps/<int:map>/settings/", views.map_settings, name="map_settings"),
]
