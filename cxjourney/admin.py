"""For the operator: who is here. What tenants own is read-only, because their log would miss a change."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from cxjourney.models import Change, Membership, User, Workspace

# Through our own sign-in, which slows down guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts can be closed and given rights here; people make and name them themselves."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["email", "name", "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False  # a closed account keeps its name in the logs


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnly):
    list_display = ["name", "slug", "is_demo", "created_at"]
    search_fields = ["name", "slug"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ["workspace", "user", "role", "created_at"]
    list_select_related = ["workspace", "user"]
    list_filter = ["role"]
    search_fields = ["workspace__name", "user__email"]


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ["created_at", "workspace", "actor", "verb", "target_label"]
    list_select_related = ["workspace", "actor"]
    list_filter = ["verb"]
    search_fields = ["target_label", "actor__email", "workspace__name"]
    show_full_result_count = False
