"""How moods are judged: who judged how many texts, and how well that goes."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from cxjourney.feedback.models import Judge
from cxjourney.feedback.words import jobs, judge, moods
from cxjourney.feedback.words.models import MoodModel
from cxjourney.metrics.formulas import Estimate, share
from cxjourney.workspaces.access import workspace_view

COLUMNS = ["given", *(one.value for one in Judge if one.value), "none"]


@dataclass
class Language:
    """The texts of a language by who judged them, and the model that learnt from it."""

    code: str
    counts: list[int]
    known: int  # texts of which a good or bad mood is known
    model: MoodModel | None

    @property
    def name(self) -> str:
        try:
            return get_language_info(self.code)["name_translated"]
        except KeyError:
            return _("Language not known") if self.code == "und" else self.code

    @property
    def is_english(self) -> bool:
        return self.code == judge.ENGLISH

    @property
    def tests(self) -> list[tuple[str, Estimate | None]]:
        """(how it was judged, share judged rightly) of the comments held out."""
        model = self.model
        if model is None:
            return []
        percent = round(model.share * 100)
        rows = [
            (_("VADER alone"), model.right_vader),
            (_("The model alone"), model.right_model),
            (_("Always the more frequent mood"), model.right_guess),
        ]
        if self.is_english:
            blend = _("As used: %(model)s %% model, %(vader)s %% VADER")
            rows.insert(0, (blend % {"model": percent, "vader": 100 - percent}, model.right))
        return [(name, share(right, model.tested)) for name, right in rows if right is not None]


@workspace_view()
def mood_list(request: HttpRequest) -> HttpResponse:
    """Five queries."""
    pk = request.workspace.pk
    models = {one.language: one for one in MoodModel.objects.for_workspace(pk).defer("coefficients")}
    known = moods.known_by_language(pk)
    languages = [
        Language(code, [parts.get(name, 0) for name in COLUMNS], known.get(code, 0), models.get(code))
        for code, parts in moods.counts(pk).items()
    ]
    languages.sort(key=lambda one: -sum(one.counts))
    context = {
        "languages": languages,
        "ready": judge.is_ready(),
        "enough": moods.ENOUGH,
        "each": moods.EACH,
        "waiting": jobs.waiting(pk),
    }
    return render(request, "backlog/mood_list.html", context)
