from django.urls import path

from cxjourney.feedback import contact_views, export_views, import_views, inbox_views, privacy_views, views
from cxjourney.feedback.followups import rule_views
from cxjourney.feedback.followups import views as followup_views

app_name = "feedback"

urlpatterns = [
    path("feedback/", inbox_views.feedback_list, name="feedback_list"),
    path("feedback/bulk/", inbox_views.feedback_bulk, name="feedback_bulk"),
    path("feedback/export/", export_views.feedback_export, name="feedback_export"),
    path("feedback/views/new/", inbox_views.view_create, name="view_create"),
    path("feedback/views/<int:view>/remove/", inbox_views.view_remove, name="view_remove"),
    path("feedback/new/", views.feedback_create, name="feedback_create"),
    path("feedback/<int:feedback>/", views.feedback_show, name="feedback_show"),
    path("feedback/<int:feedback>/edit/", views.feedback_edit, name="feedback_edit"),
    path("feedback/<int:feedback>/remove/", views.feedback_remove, name="feedback_remove"),
    path("follow-ups/", followup_views.followup_list, name="followup_list"),
    path("follow-ups/bulk/", followup_views.followup_bulk, name="followup_bulk"),
    path("follow-ups/new/", followup_views.followup_create, name="followup_create"),
    path("follow-ups/rules/", rule_views.rule_list, name="rule_list"),
    path("follow-ups/rules/new/", rule_views.rule_create, name="rule_create"),
    path("follow-ups/rules/count/", rule_views.rule_count, name="rule_count"),
    path("follow-ups/rules/<int:rule>/edit/", rule_views.rule_edit, name="rule_edit"),
    path("follow-ups/rules/<int:rule>/remove/", rule_views.rule_remove, name="rule_remove"),
    path("follow-ups/<int:followup>/", followup_views.followup_show, name="followup_show"),
    path("follow-ups/<int:followup>/edit/", followup_views.followup_edit, name="followup_edit"),
    path("follow-ups/<int:followup>/reply/", followup_views.followup_reply, name="followup_reply"),
    path("follow-ups/<int:followup>/pass/", followup_views.followup_pass, name="followup_pass"),
    path("follow-ups/<int:followup>/remove/", followup_views.followup_remove, name="followup_remove"),
    path("scores/new/", views.score_create, name="score_create"),
    path("scores/<int:score>/remove/", views.score_remove, name="score_remove"),
    path("contacts/new/", contact_views.contact_create, name="contact_create"),
    path("contacts/<int:contact>/remove/", contact_views.contact_remove, name="contact_remove"),
    path("settings/privacy/", privacy_views.privacy, name="privacy"),
    path("settings/privacy/erase/", privacy_views.person_erase, name="person_erase"),
    path("imports/", import_views.import_list, name="import_list"),
    path("imports/new/", import_views.import_create, name="import_create"),
    path("imports/recipes/<int:recipe>/remove/", import_views.recipe_remove, name="recipe_remove"),
    path("imports/<int:imported>/", import_views.import_show, name="import_show"),
    path("imports/<int:imported>/columns/", import_views.import_plan, name="import_plan"),
    path("imports/<int:imported>/start/", import_views.import_start, name="import_start"),
    path("imports/<int:imported>/pause/", import_views.import_pause, name="import_pause"),
    path("imports/<int:imported>/resume/", import_views.import_resume, name="import_resume"),
    path("imports/<int:imported>/cancel/", import_views.import_cancel, name="import_cancel"),
    path("imports/<int:imported>/follow-ups/", import_views.import_followups, name="import_followups"),
    path("imports/<int:imported>/undo/", import_views.import_undo, name="import_undo"),
    path("imports/<int:imported>/rejected/", import_views.import_rejected, name="import_rejected"),
]
