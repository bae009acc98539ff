"""Reads of personas: the library, and one sheet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from cxjourney.personas.kinds import FIXED, Evidence, SectionKind
from cxjourney.personas.models import Persona, PersonaImage, PersonaItem, PersonaSection

MOST = 300


# --- The library ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What the library is asked for; empty values ask for everything."""

    text: str = ""
    kind: str = ""
    tag: str = ""
    archived: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.kind or self.tag)


@dataclass
class Card:
    """A persona in the library."""

    persona: Persona
    tags: list[str]


@dataclass
class Library:
    """`tags` are all there are on current (or archived) personas, with how many have them."""

    cards: list[Card]
    tags: list[tuple[str, int]]
    total: int


def live_personas(workspace) -> QuerySet[Persona]:
    """By name, with `used`, the number of maps that follow them. One query."""
    used = Count("maps", filter=Q(maps__removed_at=None, maps__archived_at=None))
    return Persona.objects.for_workspace(workspace).live().annotate(used=used).order_by("name", "id")


def read_library(workspace, wish: Wish) -> Library:
    """At most 300 personas by name. Three queries, however many there are."""
    here = live_personas(workspace).filter(archived_at__isnull=not wish.archived)
    found = here
    if wish.text:
        words = Q(name__icontains=wish.text) | Q(role__icontains=wish.text) | Q(quote__icontains=wish.text)
        on_sheet = PersonaItem.objects.live().filter(persona=OuterRef("pk"), text__icontains=wish.text)
        found = found.filter(words | Exists(on_sheet))
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.tag:
        tagged = _tags(workspace).filter(persona=OuterRef("pk"), text__iexact=wish.tag)
        found = found.filter(Exists(tagged))
    personas = list(found[:MOST])
    total = here.values("pk").count()
    by_persona: dict[int, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    tags = _tags(workspace).filter(persona__removed_at=None, persona__archived_at__isnull=not wish.archived)
    for persona_id, text in tags.order_by("rank", "id").values_list("persona_id", "text"):
        by_persona[persona_id].append(text)
        counts[text.casefold()] += 1
        names.setdefault(text.casefold(), text)
    return Library(
        cards=[Card(persona, by_persona[persona.pk]) for persona in personas],
        tags=[(names[key], counts[key]) for key in sorted(counts)],
        total=total,
    )


def _tags(workspace) -> QuerySet[PersonaItem]:
    return PersonaItem.objects.for_workspace(workspace).live().filter(section__kind=SectionKind.TAGS)


# --- One sheet ------------------------------------------------------------------------------------


@dataclass
class Part:
    """A section with its items in order."""

    section: PersonaSection
    items: list[PersonaItem] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.section.kind

    @property
    def shape(self) -> str:
        return self.section.look.shape

    def next_but_one(self, item: PersonaItem) -> int | str:
        """What `item` goes before when it moves one down: an id, or "" when it becomes the last."""
        at = self.items.index(item) + 2
        return self.items[at].pk if at < len(self.items) else ""


@dataclass
class Sheet:
    """A persona with its sections; `own` are those that the team has added."""

    persona: Persona
    parts: dict[str, Part]
    own: list[Part]

    @property
    def evidence(self) -> list[tuple[str, str, int]]:
        """(level, its word, how many sections with something in them stand on it)."""
        counts = Counter(part.section.evidence for part in self.filled)
        return [(level.value, str(level.label), counts[level.value]) for level in Evidence]

    @property
    def load(self) -> str:
        """How much stands on it, for the size it is printed in: light, full or heavy."""
        lines = sum(
            1 + len(item.lead + item.text + item.aim) // 60 for part in self.filled for item in part.items
        )
        return "light" if lines <= 45 else "full" if lines <= 75 else "heavy"

    @property
    def filled(self) -> Iterable[Part]:
        """Sections that say something about the customer. Tags are only for finding."""
        for part in [*self.parts.values(), *self.own]:
            is_share = part.kind == SectionKind.SHARE and self.persona.share is not None
            if is_share or (part.items and part.kind != SectionKind.TAGS):
                yield part


def live_persona(workspace, pk: int) -> Persona:
    """One query. Raises Http404."""
    return get_object_or_404(live_personas(workspace), pk=pk)


def persona_with_removed(workspace, pk: int) -> Persona:
    """Also when it was removed, so that whoever still types is told. One query. Raises Http404."""
    return get_object_or_404(Persona.objects.for_workspace(workspace), pk=pk)


def read_sheet(workspace, pk: int) -> Sheet:
    """Three queries. Raises Http404."""
    persona = live_persona(workspace, pk)
    found = _sections(workspace).filter(persona=persona)
    parts = {section.pk: Part(section) for section in found}
    items = PersonaItem.objects.for_workspace(workspace).live().filter(persona=persona)
    for item in items.order_by("rank", "id"):
        if item.section_id in parts:
            parts[item.section_id].items.append(item)
    fixed = {part.kind: part for part in parts.values() if not part.section.is_own}
    own = [part for part in parts.values() if part.section.is_own]
    return Sheet(persona, {kind: fixed[kind] for kind in FIXED if kind in fixed}, own)


def _sections(workspace) -> QuerySet[PersonaSection]:
    live = PersonaSection.objects.for_workspace(workspace).live().filter(persona__removed_at=None)
    return live.select_related("persona").order_by("rank", "id")


def live_section(workspace, pk: int) -> PersonaSection:
    """With its persona. One query. Raises Http404."""
    return get_object_or_404(_sections(workspace), pk=pk)


def read_part(section: PersonaSection) -> Part:
    """One query."""
    items = PersonaItem.objects.for_workspace(section.workspace_id).live().filter(section=section)
    return Part(section, list(items.order_by("rank", "id")))


def item_of(workspace, pk: int) -> PersonaItem:
    """With its section and persona, also when it was removed meanwhile. One query. Raises Http404."""
    rows = PersonaItem.objects.for_workspace(workspace).select_related("section", "persona")
    return get_object_or_404(rows, pk=pk, section__removed_at=None, persona__removed_at=None)


def image_bytes(workspace, pk: int, *, thumb: bool) -> bytes:
    """The picture as WebP. One query. Raises Http404."""
    rows = PersonaImage.objects.for_workspace(workspace).values_list("thumb" if thumb else "data", flat=True)
    return bytes(get_object_or_404(rows, pk=pk))
