from django.urls import path

from cxjourney.metrics import metric_views, outside_views, persona_views, place_views, token_views, views

app_name = "metrics"

urlpatterns = [
    path("metrics/", metric_views.metric_list, name="metric_list"),
    path("metrics/new/", place_views.metric_create, name="metric_create"),
    path("metrics/<int:metric>/remove/", place_views.metric_remove, name="metric_remove"),
    path("metrics/few/", metric_views.few_answers_set, name="few_answers_set"),
    path("metrics/outside/new/", outside_views.outside_create, name="outside_create"),
    path("metrics/outside/<int:outside_id>/", outside_views.outside_show, name="outside_show"),
    path("metrics/outside/<int:outside_id>/edit/", outside_views.outside_edit, name="outside_edit"),
    path("metrics/outside/<int:outside_id>/values/", outside_views.reading_set, name="reading_set"),
    path("metrics/outside/<int:outside_id>/file/", outside_views.reading_file, name="reading_file"),
    path("metrics/outside/<int:outside_id>/remove/", outside_views.outside_remove, name="outside_remove"),
    path("metrics/readings/<int:reading>/remove/", outside_views.reading_remove, name="reading_remove"),
    path("metrics/<int:metric>/", metric_views.metric_show, name="metric_show"),
    path("metrics/<int:metric>/edit/", metric_views.metric_edit, name="metric_edit"),
    path("personas/<int:persona>/measured/", persona_views.persona_measured, name="persona_measured"),
    path("personas/<int:persona>/rule/", persona_views.rule_set, name="rule_set"),
    path("personas/<int:persona>/rule/try/", persona_views.rule_try, name="rule_try"),
    path("personas/<int:persona>/count/", persona_views.persona_count, name="persona_count"),
    path("settings/values/", token_views.token_list, name="token_list"),
    path("settings/values/<int:token>/revoke/", token_views.token_revoke, name="token_revoke"),
    path("targets/set/", views.target_set, name="target_set"),
]
