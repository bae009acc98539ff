from django.urls import path

from cxjourney.personas import views

app_name = "personas"

urlpatterns = [
    path("personas/", views.persona_list, name="persona_list"),
    path("personas/new/", views.persona_create, name="persona_create"),
    path("personas/<int:persona>/", views.persona_show, name="persona_show"),
    path("personas/<int:persona>/edit/", views.persona_edit, name="persona_edit"),
    path("personas/<int:persona>/remove/", views.persona_remove, name="persona_remove"),
]
