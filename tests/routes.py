"""Every address of the app, as the sweeps over them need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cxjourney.workspaces.access import OPEN_PREFIXES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WORKSPACE = "w/<slug:workspace>/"
# Arguments of addresses that are called otherwise in tests/world.py.
SAMPLES = {
    "import": "imported",
    "import_": "imported",
    "import_id": "imported",
    "membership": "member",
    "painpoint": "pain",
    "pain_point": "pain",
    "journeymap": "map",
    "other": "map",
}
# What an address needs behind its question mark; as much an argument as those in its path.
QUERIES = {
    "backlog:pain_create": ("stage",),
    "backlog:evidence_link": ("feedback",),
    "feedback:feedback_create": ("stage",),
    "feedback:followup_create": ("feedback",),
    "feedback:contact_create": ("stage",),
    "feedback:score_create": ("stage",),
    "metrics:target_set": ("stage",),
}


@dataclass(frozen=True)
class Route:
    """`in_path` and `in_query` are the names of what the address takes beside the workspace."""

    name: str
    pattern: str
    view: Callable
    in_path: tuple[str, ...]

    @property
    def in_query(self) -> tuple[str, ...]:
        return QUERIES.get(self.name, ())

    @property
    def arguments(self) -> tuple[str, ...]:
        return self.in_path + self.in_query

    @property
    def methods(self) -> set[str]:
        """What the view answers, of a view below a workspace."""
        methods = set(self.view.methods)
        return methods | {"HEAD"} if "GET" in methods else methods

    def url(self, slug: str, *worlds: SimpleNamespace) -> str:
        """The address in the workspace `slug`, with ids of the worlds: one each argument, or one for all."""
        if len(worlds) == 1:
            worlds *= len(self.arguments)
        ids = {name: self.sample(name, world) for name, world in zip(self.arguments, worlds, strict=True)}
        path = reverse(self.name, kwargs={"workspace": slug} | {name: ids[name] for name in self.in_path})
        return f"{path}?{urlencode({name: ids[name] for name in self.in_query})}" if self.in_query else path

    def sample(self, argument: str, world: SimpleNamespace) -> int:
        noun = self.name.partition(":")[2].partition("_")[0] if argument in ("pk", "id") else argument
        for name in (noun, SAMPLES.get(noun, noun), noun.removesuffix("_id"), noun.removesuffix("_pk")):
            if hasattr(world, name):
                return getattr(world, name).pk
        raise AssertionError(
            f"{self.name} ({self.pattern}) has the argument {argument!r}, which has no sample: add a row of "
            f"that kind to tests/world.py, or say in SAMPLES of tests/routes.py which one is meant."
        )


def all_routes() -> list[Route]:
    """Every route that this app answers itself."""
    found = _walk(get_resolver().url_patterns, "", "")
    return sorted((route for route in found if not _is_third_party(route)), key=lambda route: route.pattern)


def workspace_routes() -> list[Route]:
    return [route for route in all_routes() if route.pattern.startswith(WORKSPACE)]


def _is_third_party(route: Route) -> bool:
    module = route.view.__module__
    return module.startswith(OPEN_PREFIXES) or (
        route.pattern.startswith("admin/") and "cxjourney" not in module
    )


def _walk(patterns, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern):
            arguments = tuple(name for name in entry.pattern.converters if name != "workspace")
            yield Route(namespace + (entry.name or ""), path, entry.callback, arguments)
