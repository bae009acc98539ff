from django.urls import path

from cxjourney.versions import views

app_name = "versions"

urlpatterns = [
    path("maps/<int:map>/versions/", views.version_list, name="version_list"),
    path("maps/<int:map>/versions/new/", views.version_create, name="version_create"),
    path("maps/<int:map>/versions/at/", views.version_show, name="version_show"),
    path("maps/<int:map>/versions/compare/", views.version_compare, name="version_compare"),
    path("maps/<int:map>/versions/revert/", views.map_revert, name="map_revert"),
    path("maps/<int:map>/versions/revert-one/", views.item_revert, name="item_revert"),
    path("versions/<int:version>/edit/", views.version_edit, name="version_edit"),
    path("versions/<int:version>/remove/", views.version_remove, name="version_remove"),
    path("maps/<int:map>/compare/", views.map_compare, name="map_compare"),
    path("maps/<int:map>/compare/<int:other>/", views.map_difference, name="map_difference"),
]
