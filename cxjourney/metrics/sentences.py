"""What happened to targets, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "target_set": _("{who} set the target {what}"),
    "metric_create": _("{who} added the metric {what}"),
    "metric_remove": _("{who} removed the metric {what}"),
    "metric_edit": _("{who} edited the metric {what}"),
    "persona_rule": _("{who} changed which customers {what} stands for"),
    "outside_create": _("{who} added the number {what}"),
    "outside_edit": _("{who} edited the number {what}"),
    "outside_remove": _("{who} removed the number {what}"),
    "token_create": _("{who} made the token {what} for values"),
    "token_revoke": _("{who} revoked the token {what}"),
    "reading_set": _("{who} wrote down a value: {what}"),
    "reading_remove": _("{who} removed a value: {what}"),
    "few_answers_set": _("{who} set the fewest answers to {what}"),
    "target_remove": _("{who} removed the target {what}"),
}
