"""What happened to feedback, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "feedback_create": _("{who} added feedback: {what}"),
    "feedback_edit": _("{who} edited feedback: {what}"),
    "feedback_remove": _("{who} removed feedback: {what}"),
    "feedback_triage": _("{who} sorted feedback: {what}"),
    "feedback_judge": _("{who} judged the mood of feedback: {what}"),
    "view_create": _("{who} kept the view {what} of the feedback"),
    "view_remove": _("{who} removed the view {what} of the feedback"),
    "score_create": _("{who} added a score of {what}"),
    "score_remove": _("{who} took back a score of {what}"),
    "contact_create": _("{who} added a contact of {what}"),
    "contact_remove": _("{who} took back a contact of {what}"),
    "question_create": _("{who} began to ask {what}"),
    "recipe_create": _("{who} kept how files like {what} are read"),
    "recipe_change": _("{who} changed how files like {what} are read"),
    "recipe_remove": _("{who} forgot how files like {what} are read"),
    "retention_set": _("{who} changed how long answers are kept"),
    "person_erase": _("{who} erased what one person answered in {what}"),
    "followup_create": _("{who} wants to answer a customer: {what}"),
    "followup_reply": _("{who} answered a customer: {what}"),
    "followup_edit": _("{who} edited the follow-up on {what}"),
    "followup_pass": _("{who} passed on the follow-up on {what}"),
    "followup_remove": _("{who} removed the follow-up on {what}"),
    "followup_rule_create": _("{who} made a rule for follow-ups: {what}"),
    "followup_rule_edit": _("{who} changed a rule for follow-ups: {what}"),
    "followup_rule_remove": _("{who} removed a rule for follow-ups: {what}"),
    "import_create": _("{who} uploaded {what}"),
    "import_run": _("{who} imported {what}"),
    "import_undo": _("{who} took back the import of {what}"),
}
