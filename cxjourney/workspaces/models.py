"""People, workspaces (the tenants), their members and teams."""

import secrets

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cxjourney.workspaces.tenant import Editable, Tenant

HUES = [(number, str(number)) for number in range(1, 7)]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """A person who can sign in. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra) -> "User":
        """Made by whoever runs the server, so the address need not be confirmed by mail."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **extra)
        apps.get_model("account", "EmailAddress").objects.create(
            user=user, email=user.email, verified=True, primary=True
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person; the e-mail address is the login."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        words = self.display_name.replace(".", " ").replace("_", " ").split()
        letters = words[0][:1] + words[-1][:1] if len(words) > 1 else (words or ["?"])[0][:2]
        return letters.upper()

    @property
    def hue(self) -> int:
        """Which of the six person colours (1–6) stands for this person."""
        return (self.pk or 0) % 6 + 1


class Workspace(models.Model):
    """A tenant: everything a company maps and measures lives in exactly one."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=50, unique=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")

    @property
    def strength(self) -> int:
        return {"viewer": 1, "contributor": 2, "editor": 3, "owner": 4}[self.value]

    def allows(self, needed: "Role") -> bool:
        """Whether this role may do what `needed` may do."""
        return self.strength >= needed.strength


class Membership(Tenant):
    """One person in one workspace with one role. Actions take it as `by=`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, needed: Role) -> bool:
        return Role(self.role).allows(needed)

    @property
    def can_edit(self) -> bool:
        return self.may(Role.EDITOR)

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER


class Team(Editable):
    """A department that owns touchpoints and pain points; its hue marks it on the map."""

    name = models.CharField(_("name"), max_length=60)
    hue = models.PositiveSmallIntegerField(_("colour"), choices=HUES, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=models.Q(removed_at=None), name="team_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


def invitation_token() -> str:
    return secrets.token_urlsafe(24)


class Invitation(Tenant):
    """A way into a workspace: for one e-mail address, or, without one, a link anyone may use."""

    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.VIEWER)
    token = models.CharField(max_length=40, unique=True, default=invitation_token)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email or "link"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used. A link stays open after use, an e-mail invitation does not."""
        used = bool(self.email and self.accepted_at)
        return not used and self.revoked_at is None and self.expires_at > timezone.now()
