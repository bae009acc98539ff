from django.urls import path

from cxjourney.workspaces import personal_views, public_views

urlpatterns = [
    path("", public_views.entrance, name="entrance"),
    path("favicon.ico", public_views.favicon, name="favicon"),
    path("join/<str:token>/", public_views.join, name="join"),
    path("start/", personal_views.workspace_create, name="workspace_create"),
    path("workspaces/", personal_views.workspace_list, name="workspace_list"),
    path("account/", personal_views.account_profile, name="account_profile"),
]
