from django.urls import path

from cxjourney.activity import views

app_name = "activity"

urlpatterns = [
    path("maps/<int:map>/undo/", views.map_undo, name="map_undo"),
    path("maps/<int:map>/redo/", views.map_redo, name="map_redo"),
    path("undo/", views.workspace_undo, name="undo"),
    path("redo/", views.workspace_redo, name="redo"),
    path("changes/<int:change>/undo/", views.change_undo, name="change_undo"),
    path("settings/log/", views.change_list, name="change_list"),
]
