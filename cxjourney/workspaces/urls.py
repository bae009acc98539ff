from django.urls import path

from cxjourney.workspaces import views

app_name = "workspaces"

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("settings/rename/", views.workspace_rename, name="workspace_rename"),
    path("settings/members/", views.member_list, name="member_list"),
    path("settings/members/leave/", views.member_leave, name="member_leave"),
    path("settings/members/<int:member>/role/", views.member_role, name="member_role"),
    path("settings/members/<int:member>/remove/", views.member_remove, name="member_remove"),
    path("settings/teams/", views.team_list, name="team_list"),
    path("settings/teams/new/", views.team_create, name="team_create"),
    path("settings/teams/<int:team>/edit/", views.team_edit, name="team_edit"),
    path("settings/teams/<int:team>/remove/", views.team_remove, name="team_remove"),
    path("settings/invitations/", views.invitation_list, name="invitation_list"),
    path("settings/invitations/new/", views.invitation_create, name="invitation_create"),
    path("settings/invitations/<int:invitation>/renew/", views.invitation_renew, name="invitation_renew"),
    path("settings/invitations/<int:invitation>/revoke/", views.invitation_revoke, name="invitation_revoke"),
]
