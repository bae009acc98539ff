from django.urls import path

from cxjourney.metrics import metric_views, views

app_name = "metrics"

urlpatterns = [
    path("metrics/", metric_views.metric_list, name="metric_list"),
    path("metrics/few/", metric_views.few_answers_set, name="few_answers_set"),
    path("metrics/<int:metric>/", metric_views.metric_show, name="metric_show"),
    path("metrics/<int:metric>/edit/", metric_views.metric_edit, name="metric_edit"),
    path("targets/set/", views.target_set, name="target_set"),
]
