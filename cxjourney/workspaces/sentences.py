"""What happened to people and teams, in the words of the log."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "workspace_create": _("{who} started the workspace {what}"),
    "workspace_rename": _("{who} renamed the workspace {what}"),
    "member_owner": _("{who} made {what} an owner"),
    "member_editor": _("{who} made {what} an editor"),
    "member_contributor": _("{who} made {what} a contributor"),
    "member_viewer": _("{who} made {what} a viewer"),
    "member_remove": _("{who} removed the member {what}"),
    "member_leave": _("{who} left the workspace"),
    "member_join": _("{who} joined the workspace"),
    "invitation_create": _("{who} invited {what}"),
    "invitation_link": _("{who} made an invitation link"),
    "invitation_renew": _("{who} sent the invitation of {what} again"),
    "invitation_revoke": _("{who} revoked an invitation"),
    "team_create": _("{who} added the team {what}"),
    "team_rename": _("{who} renamed the team {what}"),
    "team_recolour": _("{who} gave the team {what} another colour"),
    "team_remove": _("{who} removed the team {what}"),
}
