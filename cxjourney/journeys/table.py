"""A table that was copied from a spreadsheet, as the cards it becomes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys import queries
from cxjourney.journeys.forms import LONGEST_CARD
from cxjourney.journeys.kinds import TEXT_LANES
from cxjourney.journeys.models import JourneyMap, Lane, Stage, Step
from cxjourney.kit.forms import Keyed

MOST_CARDS = 500
LONGEST_TABLE = 200_000

LANES, CARDS = "lanes", "cards"


def read(text: str) -> list[list[list[str]]]:
    """Rows of cells of lines. A cell in quotes may hold line breaks, as spreadsheets write them."""
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    return [[_lines(cell) for cell in row] for row in rows]


def _lines(cell: str) -> list[str]:
    found = (" ".join(line.split()) for line in cell.splitlines())
    return [line for line in found if line]


@dataclass(frozen=True)
class Column:
    """A stage, or a step of one that is split."""

    stage: Stage
    step: Step | None = None

    @property
    def value(self) -> str:
        return f"{self.stage.pk}_{self.step.pk}" if self.step else str(self.stage.pk)

    @property
    def name(self) -> str:
        return f"{self.stage}: {self.step}" if self.step else str(self.stage)


class TableForm(Keyed):
    """Columns go into stages and their steps, rows into lanes, from a cell on; or all rows into one lane."""

    table = forms.CharField(
        max_length=LONGEST_TABLE,
        strip=False,
        error_messages={"required": _("Paste a table, or some lines.")},
    )
    lane = forms.ModelChoiceField(Lane.objects.none(), error_messages={"required": _("Choose a lane.")})
    stage = forms.ChoiceField(error_messages={"required": _("Choose a stage.")})
    rows = forms.ChoiceField(
        choices=[(LANES, _("Each row is a lane")), (CARDS, _("All rows go into one lane"))]
    )

    def __init__(self, *args, map_: JourneyMap, **kwargs):
        super().__init__(*args, **kwargs)
        stages, lanes = queries.columns_and_rows(map_)
        steps = queries.steps_by_stage(map_)
        self.columns: list[Column] = []
        for one in stages:
            self.columns += [Column(one, step) for step in steps.get(one.pk, [])] or [Column(one)]
        self.fields["stage"].choices = [(column.value, column.name) for column in self.columns]
        self.lanes = [lane for lane in lanes if lane.kind in TEXT_LANES and not lane.hidden]
        here = {"workspace": map_.workspace_id, "map": map_}
        self.fields["lane"].queryset = Lane.objects.filter(**here, pk__in=[one.pk for one in self.lanes])

    def clean(self):
        """Adds `cells`: (lane, stage, step, texts) for every cell that gets cards."""
        given = super().clean()
        if self.errors:
            return given
        try:
            found = read(given["table"])
        except csv.Error:
            raise forms.ValidationError({"table": _("This is no table.")}) from None
        given["cells"] = self._cells(found)
        return given

    def _cells(self, table: list[list[list[str]]]) -> list[tuple[Lane, Stage, Step | None, list[str]]]:
        values = [column.value for column in self.columns]
        columns = self.columns[values.index(self.cleaned_data["stage"]) :]
        lanes = self.lanes[self.lanes.index(self.cleaned_data["lane"]) :]
        by_lane = self.cleaned_data["rows"] == LANES
        self._check(table, len(lanes) if by_lane else len(table), len(columns))
        cells: dict[tuple[int, int], list[str]] = {}
        for y, row in enumerate(table):
            for x, texts in enumerate(row):
                if texts:
                    cells.setdefault((y if by_lane else 0, x), []).extend(texts)
        if not cells:
            raise forms.ValidationError({"table": _("Paste a table, or some lines.")})
        return [(lanes[y], columns[x].stage, columns[x].step, texts) for (y, x), texts in cells.items()]

    def _check(self, table: list[list[list[str]]], most_rows: int, most_columns: int) -> None:
        """Raises ValidationError when it does not fit onto the map: nothing of it is left out unseen."""
        texts = [text for row in table for cell in row for text in cell]
        rows = max((y for y, row in enumerate(table, 1) if any(row)), default=0)
        columns = max((x for row in table for x, cell in enumerate(row, 1) if cell), default=0)
        longest = max((len(text) for text in texts), default=0)
        for words, has, most in (
            (_("The table has %(has)s columns, but only %(most)s columns follow."), columns, most_columns),
            (_("The table has %(has)s rows, but only %(most)s lanes of text follow."), rows, most_rows),
            (_("These are %(has)s cards; at most %(most)s at once."), len(texts), MOST_CARDS),
            (_("One text has %(has)s characters; a card takes %(most)s."), longest, LONGEST_CARD),
        ):
            if has > most:
                raise forms.ValidationError({"table": words % {"has": has, "most": most}})
