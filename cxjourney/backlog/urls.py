from django.urls import path

from cxjourney.backlog import mood_views, theme_views, views

app_name = "backlog"

urlpatterns = [
    path("pains/", views.pain_list, name="pain_list"),
    path("pains/new/", views.pain_create, name="pain_create"),
    path("pains/bulk/", views.pain_bulk, name="pain_bulk"),
    path("pains/<int:pain>/", views.pain_show, name="pain_show"),
    path("pains/<int:pain>/edit/", views.pain_edit, name="pain_edit"),
    path("pains/<int:pain>/move/", views.pain_move, name="pain_move"),
    path("pains/<int:pain>/remove/", views.pain_remove, name="pain_remove"),
    path("pains/<int:pain>/evidence/", views.evidence_search, name="evidence_search"),
    path("pains/<int:pain>/evidence/add/", views.evidence_add, name="evidence_add"),
    path("evidence/link/", views.evidence_link, name="evidence_link"),
    path("evidence/<int:evidence>/remove/", views.evidence_remove, name="evidence_remove"),
    path("themes/", theme_views.theme_list, name="theme_list"),
    path("themes/moods/", mood_views.mood_list, name="mood_list"),
    path("themes/read/", theme_views.words_read, name="words_read"),
    path("themes/<int:theme>/pain/", theme_views.theme_prove, name="theme_prove"),
]
