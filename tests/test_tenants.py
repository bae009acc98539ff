"""The four locks between tenants, swept over every address and every link of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cxjourney import models
from cxjourney.workspaces import locks
from cxjourney.workspaces.models import Role
from tests import factories
from tests import world as worlds
from tests.cast import person, signed_in
from tests.routes import METHODS, WORKSPACE, Route, all_routes, workspace_routes

# Addresses that need no sign-in. Adding one is a decision, so it is written here too.
PUBLIC = {"entrance", "favicon", "join", "demo:enter", "no_events", "value_receive"}
# What somebody who may only look can still do: about themselves.
OPEN_TO_VIEWERS = {"workspaces:member_leave"}
SIGN_IN = "/accounts/login/"
WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|COPY|TRUNCATE|SELECT .* FOR UPDATE)", re.IGNORECASE | re.DOTALL
)
LOCKS = import_module("cxjourney.migrations.0002_locks_and_triggers")
HELD_BY_TRIGGER = {(f"cxjourney_{table}", column) for table, column in LOCKS.HELD_BY_TRIGGER}
HELD_BY_TRIGGER |= {("cxjourney_score", "feedback_id")}  # since import_rows

ROUTES = workspace_routes()
sweep = pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker) -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
    """Two worlds for all tests here: what these write is taken back each time, so one building is enough."""
    with django_db_blocker.unblock(), transaction.atomic():
        alice = person(factories.Workspace(name="Acme", slug="acme"), "alice", "owner")
        charlie = person(factories.Workspace(name="Rival", slug="rival"), "charlie", "owner")
        pair = worlds.build(alice), worlds.build(charlie, kind="nps")
        yield pair
        transaction.set_rollback(True)
        for world in pair:
            worlds.write_file(world.marker).unlink()


@pytest.fixture
def acme(both, db) -> SimpleNamespace:
    worlds.write_file(both[0].marker)
    return both[0]


@pytest.fixture
def rival(both, db) -> SimpleNamespace:
    worlds.write_file(both[1].marker)
    return both[1]


def ask(client: Client, method: str, url: str, data: dict | None = None) -> tuple[int, str]:
    """Status and body; what it wrote is taken back."""
    with transaction.atomic():
        if method in ("GET", "POST"):
            response = getattr(client, method.lower())(url, data or {})
        else:
            response = client.generic(method, url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if method == "POST":
            connection.check_constraints()
        transaction.set_rollback(True)
    return response.status_code, body.decode(errors="replace")


# Lock one: sign-in


def test_every_address_has_its_gate():
    for route in all_routes():
        module = route.view.__module__.rpartition(".")[2]
        where = f"{route.name} ({route.pattern})"
        if getattr(route.view, "is_public", False):
            assert module.startswith("public_"), f"{where}: public views live in files named public_*"
            assert route.name in PUBLIC, f"{where}: add it to PUBLIC if it is meant to be public"
            assert not route.pattern.startswith(WORKSPACE), f"{where}: nothing in a workspace is public"
        elif getattr(route.view, "is_personal", False):
            assert module.startswith("personal_"), f"{where}: personal views live in files named personal_*"
            assert not route.pattern.startswith(WORKSPACE), f"{where}: use @workspace_view"
        else:
            assert hasattr(route.view, "workspace_role"), f"{where}: no @workspace_view"
            assert route.pattern.startswith(WORKSPACE), f"{where}: @workspace_view needs a workspace"


def test_public_addresses_exist():
    assert {route.name for route in all_routes()} >= PUBLIC


def test_names_are_noun_and_verb():
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+:[a-z_]+", name) for name in names)


@sweep
def test_nobody_comes_in_without_signing_in(route: Route, client, acme, hx):
    url = route.url("acme", acme)
    for method in METHODS:
        response = client.generic(method, url)
        assert response.status_code == 302, method
        assert response["Location"].startswith(SIGN_IN)
        assert client.generic(method, url, headers=hx)["HX-Redirect"].startswith(SIGN_IN)


# Lock two: membership and role; reading never writes


@sweep
def test_reading_writes_nothing(route: Route, acme):
    if "GET" not in route.methods:
        return
    client = signed_in(acme.owner)
    before = worlds.fingerprint()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        status, _body = ask(client, "GET", route.url("acme", acme))
    assert status == (302 if route.name == "workspaces:home" else 200)
    writes = [
        q["sql"] for q in queries if re.match(r"\s*(INSERT|UPDATE|DELETE|COPY|TRUNCATE)", q["sql"], re.I)
    ]
    assert [sql for sql in writes if "django_session" not in sql] == []
    assert worlds.fingerprint() == before


@sweep
def test_roles(route: Route, acme):
    """Who is too weak gets 403; the weakest who may does not."""
    url, needed = route.url("acme", acme), route.view.workspace_role
    data = worlds.plausible(acme)
    for role in Role:
        if role.strength > needed.strength:
            continue
        client = signed_in(person(acme.workspace, f"some-{role.value}", role.value))
        for method in route.methods - {"HEAD"}:
            status, _body = ask(client, method, url, data if method == "POST" else None)
            if role == needed:
                assert status not in (403, 404, 405), f"{role} {method}: {status}"
                assert status < 500
            else:
                assert status == 403, f"{role} {method}: {status}"


def test_whoever_only_looks_changes_nothing():
    writing = [route for route in ROUTES if route.methods - {"GET", "HEAD"}]
    weak = {route.name for route in writing if route.view.workspace_role == Role.VIEWER}
    assert weak == OPEN_TO_VIEWERS


def test_other_methods_are_not_used():
    for route in ROUTES:
        assert route.methods <= {"GET", "HEAD", "POST"}, route.name


# Lock three: the database


def in_database() -> set[tuple[str, str, str]]:
    """(table, column, table it points to) of every key that carries the workspace."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.conrelid::regclass::text, max(a.attname) FILTER (WHERE a.attname <> 'workspace_id'),
                   c.confrelid::regclass::text
              FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
             WHERE c.contype = 'f' AND c.convalidated
             GROUP BY c.oid
            HAVING count(*) = 2 AND bool_or(a.attname = 'workspace_id')
            """
        )
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_every_link_between_tenants_tables_carries_the_workspace():
    by_trigger = {link for link in locks.tenant_links() if link[:2] in HELD_BY_TRIGGER}
    assert len(by_trigger) == len(HELD_BY_TRIGGER)
    assert in_database() == set(locks.tenant_links()) - by_trigger


def sample_ids(world: SimpleNamespace) -> dict[str, int]:
    """Table → id of one of its rows in this world; looked up once, as a world is the same for every test."""
    if not hasattr(world, "samples"):
        of_world = {
            model._meta.db_table: model._default_manager.filter(workspace=world.workspace).order_by("pk")
            for model in locks.tenant_models()
        }
        firsts = {table: rows.values_list("pk", flat=True).first() for table, rows in of_world.items()}
        world.samples = {table: pk for table, pk in firsts.items() if pk}
    return world.samples


def columns_of(table: str) -> list[str]:
    model = next(model for model in locks.tenant_models() if model._meta.db_table == table)
    return [field.column for field in model._meta.concrete_fields if not field.generated]


def also_set(table: str, column: str) -> str:
    """What must change with the column, because only one of the two may be set."""
    other = {"touchpoint_id": "stage_id", "stage_id": "touchpoint_id"}.get(column)
    columns = columns_of(table)
    if other in columns and "map_id" not in columns:
        return f", {other} = NULL"
    if table == "cxjourney_alert":
        return f", {'metric_id' if column == 'outside_id' else 'outside_id'} = NULL"
    return ", channel = ''" if column == "own_channel_id" else ""


def run(sql: str, *values: int, lock: str = "") -> None:
    """Past all actions, down to the constraint (of those that wait for the commit, only to this one)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        if lock:
            cursor.execute(f"SET CONSTRAINTS {lock} IMMEDIATE")
        transaction.set_rollback(True)


def point(table: str, column: str, row: int, to: int) -> None:
    """Make a row refer to another one."""
    sql = f"UPDATE {table} SET {column} = %s{also_set(table, column)} WHERE id = %s"  # noqa: S608
    at_once = {f"cxjourney_{name}" for name in LOCKS.IMMEDIATE}
    run(sql, to, row, lock="" if table in at_once else locks.lock_name(table, column))


def insert_score(column: str, row: int, to: int) -> None:
    """A second score like this one, which refers to another row. Scores come in and never change."""
    columns = [name for name in columns_of("cxjourney_score") if name not in ("id", column)]
    other = {"touchpoint_id": "stage_id", "stage_id": "touchpoint_id"}.get(column)
    values = ["NULL" if name == other else name for name in columns]
    run(
        f"INSERT INTO cxjourney_score ({column}, {', '.join(columns)}) "  # noqa: S608
        f"SELECT %s, {', '.join(values)} FROM cxjourney_score WHERE id = %s",
        to,
        row,
    )


@pytest.mark.parametrize(("table", "column", "parent"), locks.tenant_links())
def test_the_database_refuses_a_row_of_another_tenant(table, column, parent, acme, rival):
    mine, theirs = sample_ids(rival), sample_ids(acme)
    point(table, column, mine[table], mine[parent])  # one's own is fine
    with pytest.raises(IntegrityError) as refused:
        point(table, column, mine[table], theirs[parent])
    assert refused.value.__cause__.diag.constraint_name in refusals(table, column)


@pytest.mark.parametrize(
    ("column", "parent"), [link[1:] for link in locks.tenant_links() if link[0] == "cxjourney_score"]
)
def test_the_database_refuses_a_score_of_another_tenant(column, parent, acme, rival):
    mine, theirs = sample_ids(rival), sample_ids(acme)
    insert_score(column, mine["cxjourney_score"], mine[parent])
    with pytest.raises(IntegrityError) as refused:
        insert_score(column, mine["cxjourney_score"], theirs[parent])
    assert refused.value.__cause__.diag.constraint_name in refusals("cxjourney_score", column)


def refusals(table: str, column: str) -> set[str]:
    """The constraints that may be the first to refuse."""
    if (table, column) in HELD_BY_TRIGGER:  # mostly through the histogram row that the trigger writes
        return {locks.lock_name(table, column), f"rollup_{column}_tenant", "rollup_adds_up"}
    if table == "cxjourney_feedback":  # its themes have a copy of the place, and its mood is counted there
        return {locks.lock_name(table, column), f"themematch_{column}_tenant", f"moodday_{column}_tenant"}
    return {locks.lock_name(table, column)}


def test_world_has_a_row_of_every_table(acme):
    tables = {model._meta.db_table for model in locks.tenant_models()}
    assert tables - sample_ids(acme).keys() == set()


# Lock four: outsiders, under both addresses, with every method


@sweep
def test_outsiders_get_404_and_change_nothing(route: Route, acme, rival):
    client = signed_in(rival.owner)
    data = worlds.plausible(acme)
    before = worlds.fingerprint()
    for method in METHODS:
        status, body = ask(client, method, route.url("acme", acme), data if method == "POST" else None)
        assert status == 404, f"{method} in their workspace: {status}"
        assert acme.marker not in body
    for mixed in _mixtures(route, rival, acme):
        for method in METHODS:
            status, body = ask(client, method, route.url("rival", *mixed), data if method == "POST" else None)
            assert status == (404 if method in route.methods else 405), f"{method} of their row: {status}"
            assert acme.marker not in body
    assert worlds.fingerprint() == before


def _mixtures(route: Route, own: SimpleNamespace, foreign: SimpleNamespace) -> list[list[SimpleNamespace]]:
    """For each argument: that one foreign, the others one's own; and all of them foreign."""
    count = len(route.arguments)
    single = [[foreign if at == turn else own for at in range(count)] for turn in range(count)]
    return [*single, [foreign] * count] if count > 1 else single


@sweep
def test_the_rightful_person_succeeds_with_the_same_request(route: Route, acme):
    """Without this, a sweep that only ever asks wrongly would pass."""
    client = signed_in(acme.owner)
    for method in route.methods - {"HEAD"}:
        status, _body = ask(client, method, route.url("acme", acme))
        assert status not in (403, 404, 405), f"{method}: {status}"
        assert status < 500


@pytest.fixture
def asked(monkeypatch) -> set[str]:
    """The names of the form fields that views look at."""
    names: set[str] = set()
    for reader in ("get", "getlist", "__getitem__"):
        original = getattr(QueryDict, reader)

        def read(self, name, *args, original=original):
            names.add(name)
            return original(self, name, *args)

        monkeypatch.setattr(QueryDict, reader, read)
    return names


@sweep
def test_ids_of_others_in_a_form_lead_nowhere(route: Route, acme, rival, asked):
    """Charlie edits what is his, but names Acme's rows in the form: each alone, and all at once."""
    if "POST" not in route.methods:
        return
    client, url = signed_in(rival.owner), route.url("rival", rival)
    own, foreign = worlds.plausible(rival), worlds.ids(acme)
    ask(client, "POST", url, own)
    forms = [own | {name: foreign[name]} for name in sorted(asked & foreign.keys())]
    if "field" in asked:  # forms that send one field and its value
        forms += [own | {"field": name, "value": value} for name, value in foreign.items()]
    for data in [*forms, own | foreign, foreign]:
        status, body = ask(client, "POST", url, data)  # checks the database's constraints too
        assert status < 500
        assert acme.marker not in body


def test_a_sample_that_is_missing_is_named(acme):
    route = Route("journeys:thing_show", "things/<int:thing>/", lambda request: None, ("thing",))
    with pytest.raises(AssertionError, match=r"thing_show .* no sample"):
        route.sample("thing", acme)


def test_the_sweep_covers_the_app():
    assert {route.name for route in ROUTES} >= {"workspaces:member_list", "activity:map_undo"}
    assert models.Change in locks.tenant_models()
