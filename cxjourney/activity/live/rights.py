"""What a session may follow: asked when a stream opens and when rights may have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from cxjourney.activity.live.messages import Topic
from cxjourney.activity.live.presence import Person
from cxjourney.activity.models import Change
from cxjourney.workspaces.models import Membership, Role, User

Key = tuple[str, int]  # ("map", 12), ("home", 3) or ("list", 3)


class Place(NamedTuple):
    """What a person may do in one place: a map, or a workspace's home or lists."""

    workspace_id: int
    can_edit: bool
    slug: str
    period: str = ""


@dataclass(frozen=True)
class Rights:
    """A signed-in session and the places asked for that are this person's; others are missing.

    `session` is what a revoke names (see `mark`), `proof` the password's trace in the session.
    """

    person: Person
    session: str
    proof: str = field(repr=False)
    places: dict[Key, Place]


def mark(session_key: str) -> str:
    """A session as it may be named outside of the browser and the database."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def find_rights(session_key: str | None, topics: Iterable[Topic]) -> Rights | None:
    """What this session may follow of `topics`; None when nobody is signed in. Three queries at most."""
    return find_many([(session_key, topics)])[0]


def find_many(asked: Iterable[tuple[str | None, Iterable[Topic]]]) -> list[Rights | None]:
    """The same for many who come at once, in the same three queries."""
    wanted = [(session or "", [topic.key for topic in topics]) for session, topics in asked]
    sessions = _sessions({session for session, _keys in wanted} - {""})
    if not sessions:
        return [None] * len(wanted)
    members = _members(user_id for user_id, _proof in sessions.values())
    maps = _maps([key for session, keys in wanted if session in sessions for key in keys])
    found: list[Rights | None] = []
    for session, keys in wanted:
        user_id, proof = sessions.get(session, (0, ""))
        theirs = members.get(user_id, [])
        user = theirs[0].user if theirs else _find_user(user_id)
        if user and _is_signed_in(user, proof):
            found.append(Rights(_person(user), mark(session), proof, _places(keys, theirs, maps)))
        else:
            found.append(None)
    return found


def recheck(held: Iterable[Rights]) -> list[Rights | None]:
    """What each holds now, in the same order: None when the sign-in no longer counts, places may be gone.

    A changed password ends a sign-in too, but its browser may have got a newer one: let it come again.
    Two queries.
    """
    held = list(held)
    members = _members(rights.person.id for rights in held)
    maps = _maps([key for rights in held for key in rights.places])
    return [_again(rights, members.get(rights.person.id, []), maps) for rights in held]


def _again(rights: Rights, members: list[Membership], maps: dict) -> Rights | None:
    if not members:  # in no workspace any more: nothing is theirs, whoever they are
        return Rights(rights.person, rights.session, rights.proof, {})
    user = members[0].user
    if not _is_signed_in(user, rights.proof):
        return None
    return Rights(_person(user), rights.session, rights.proof, _places(rights.places, members, maps))


def _sessions(keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Sessions of people who signed in: (person, trace of their password)."""
    found = {}
    for session in Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()):
        facts = session.get_decoded()
        if user_id := facts.get(SESSION_KEY):
            found[session.session_key] = int(user_id), facts.get(HASH_SESSION_KEY, "")
    return found


def _members(people: Iterable[int]) -> dict[int, list[Membership]]:
    """All memberships of each, with the person and the workspace."""
    found: dict[int, list[Membership]] = {}
    for member in Membership.objects.filter(user_id__in=set(people)).select_related("user", "workspace"):
        found.setdefault(member.user_id, []).append(member)
    return found


def _find_user(pk: int) -> User | None:
    """Somebody who is in no workspace."""
    return User.objects.filter(pk=pk).first() if pk else None


def _is_signed_in(user: User, proof: str) -> bool:
    return user.is_active and constant_time_compare(proof, user.get_session_auth_hash())


def _maps(keys: Iterable[Key]) -> dict:
    """The maps among `keys` by id; no query when there are none."""
    ids = {pk for kind, pk in keys if kind == "map"}
    maps = Change._meta.get_field("map").related_model._default_manager  # journeys is above this package
    found = maps.live().filter(pk__in=ids).only("workspace_id", "archived_at", "status", "period")
    return found.in_bulk() if ids else {}


def _places(keys: Iterable[Key], members: list[Membership], maps: dict) -> dict[Key, Place]:
    by_workspace = {member.workspace_id: member for member in members}
    places = {}
    for kind, pk in keys:
        map_ = maps.get(pk) if kind == "map" else None
        workspace_id = getattr(map_, "workspace_id", 0) if kind == "map" else pk
        if member := by_workspace.get(workspace_id):
            can_edit = member.may(Role.EDITOR) and (map_ is None or map_.is_open)
            period = map_.period if map_ else ""
            places[kind, pk] = Place(workspace_id, can_edit, member.workspace.slug, period)
    return places


def _person(user: User) -> Person:
    return Person(user.pk, user.display_name, user.initials, user.hue)
