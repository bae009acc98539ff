"""Input about feedback, scores and imports. Forms parse and complain beside the field; they save nothing."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing.cells import MOST_TIMES, OLDEST
from cxjourney.feedback.models import Feedback, Question, QuestionKind, Sentiment, Source, Triage
from cxjourney.feedback.places import find_spot, spot_options
from cxjourney.feedback.queries import MOOD_VALUES
from cxjourney.feedback.questions import USUAL, Asked, on_scale, scale_fault, usual
from cxjourney.journeys.forms import Edited, Keyed, LineField
from cxjourney.kit import periods
from cxjourney.workspaces.models import Team

MOODS = [(mood.name.lower(), mood.label) for mood in reversed(Sentiment)]


def _today() -> datetime.date:
    return timezone.localdate()


class PastDate(forms.DateField):
    """A day that has come, and not before 1990."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, initial=_today, **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and day > _today():
            raise forms.ValidationError(_("That day is in the future."))
        if day and day < OLDEST:
            raise forms.ValidationError(_("That is too long ago."))
        return day


class WithSpot(Keyed):
    """Where it was said: given by the page (`spot`), else chosen in the form."""

    spot = forms.ChoiceField(
        label=gettext_lazy("Where"), error_messages={"required": gettext_lazy("Say where.")}
    )

    def __init__(self, *args, workspace, spot=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, self.given = workspace, spot
        if spot:
            del self.fields["spot"]
        else:
            self.fields["spot"].choices = [
                ("", _("Choose a touchpoint or a stage")),
                *spot_options(workspace),
            ]

    def clean_spot(self):
        spot = find_spot(self.workspace, self.cleaned_data["spot"])
        if spot is None:
            raise forms.ValidationError(_("That is not there any more."))
        return spot

    @property
    def chosen_spot(self):
        return self.given or self.cleaned_data["spot"]


def words_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("What the customer said"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what the customer said.")},
    )


def mood_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Sentiment"),
        choices=[("", gettext_lazy("Not judged")), *MOODS],
        required=False,
    )


def source_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Source"), choices=Source.choices, initial=Source.INTERVIEW, required=False
    )


class FeedbackForm(WithSpot):
    text = words_field()
    source = source_field()
    said_on = PastDate(label=gettext_lazy("Date"))
    sentiment = mood_field()

    def fields_given(self) -> dict:
        given = self.cleaned_data
        return {
            "text": given["text"],
            "source": given["source"] or Source.INTERVIEW,
            "said_on": given["said_on"],
            "sentiment": MOOD_VALUES.get(given["sentiment"]),
        }


class FeedbackEditForm(Edited):
    text = words_field()
    source = source_field()
    said_on = PastDate(label=gettext_lazy("Date"))
    sentiment = mood_field()

    @classmethod
    def of(cls, feedback: Feedback) -> FeedbackEditForm:
        """The form as it opens."""
        mood = "" if feedback.sentiment is None else Sentiment(feedback.sentiment).name.lower()
        shown = {name: getattr(feedback, name) for name in ("text", "source", "said_on")}
        return cls(initial={**shown, "sentiment": mood, "version": feedback.version})

    def choices(self) -> dict:
        given = self.cleaned_data
        return {
            "source": given["source"] or Source.INTERVIEW,
            "said_on": given["said_on"],
            "sentiment": MOOD_VALUES.get(given["sentiment"]),
        }


class ScoreForm(WithSpot):
    """`question` is a kind with its usual question, one asked before (q<id>), or a scale of one's own."""

    question = forms.ChoiceField(label=gettext_lazy("Question"))
    value = forms.IntegerField(
        label=gettext_lazy("Score"),
        error_messages={
            "required": gettext_lazy("Give the score."),
            "invalid": gettext_lazy("The score is a whole number."),
        },
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many gave it"), initial=1, min_value=1, max_value=MOST_TIMES, required=False
    )
    answered_on = PastDate(label=gettext_lazy("Date"))
    name = LineField(label=gettext_lazy("Short name"), max_length=40, required=False)
    wording = LineField(label=gettext_lazy("Question asked"), max_length=300, required=False)
    low = forms.IntegerField(
        label=gettext_lazy("Lowest answer"), required=False, min_value=-100, max_value=1000
    )
    high = forms.IntegerField(
        label=gettext_lazy("Highest answer"), required=False, min_value=-100, max_value=1000
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, workspace=workspace, **kwargs)
        found = Question.objects.for_workspace(workspace).live().order_by("name", "wording", "pk")
        self.asked = {f"q{question.pk}": _as_asked(question) for question in found}
        self.asked |= {kind: usual(kind) for kind in USUAL}
        known = {asked[:3] for key, asked in self.asked.items() if key in USUAL}
        before = [
            (key, asked) for key, asked in self.asked.items() if key not in USUAL and asked[:3] not in known
        ]
        self.fields["question"].choices = [
            (_("Usual questions"), [(kind, QuestionKind(kind).label) for kind in USUAL]),
            (_("Asked before"), [(key, _described(asked)) for key, asked in before]),
            (_("Other"), [(QuestionKind.CUSTOM, _("A scale of our own"))]),
        ]

    def clean(self):
        given = super().clean()
        asked = self._asked(given)
        value = given.get("value")
        if asked and value is not None and (fault := on_scale(value, asked.low, asked.high)):
            self.add_error("value", f"{asked.name}: {fault}.")
        given["asked"] = asked
        return given

    def _asked(self, given: dict) -> Asked | None:
        question = given.get("question")
        if question != QuestionKind.CUSTOM:
            return self.asked.get(question)
        low, high = given.get("low"), given.get("high")
        if not given.get("name"):
            self.add_error("name", _("Give the scale a short name."))
        if low is None or high is None:
            self.add_error("low" if low is None else "high", _("Say where the scale begins and ends."))
            return None
        if fault := scale_fault(low, high):
            self.add_error("high", fault)
            return None
        return usual(QuestionKind.CUSTOM, given.get("name", ""), given.get("wording", ""), low, high)


def _as_asked(question: Question) -> Asked:
    return Asked(question.kind, question.name, question.wording, question.low, question.high)


def _described(asked: Asked) -> str:
    return f"{asked.label} · {asked.wording[:80]}" if asked.wording else asked.label


class FilterForm(forms.Form):
    """What the list shows; anything unknown is left out. Two days, either way round, make a period."""

    spot = forms.CharField(required=False, max_length=40)
    touchpoint = forms.IntegerField(required=False)
    stage = forms.IntegerField(required=False)
    source = forms.ChoiceField(choices=[("", ""), *Source.choices], required=False)
    sentiment = forms.ChoiceField(choices=[("", ""), ("none", ""), *MOODS], required=False)
    period = forms.CharField(required=False, max_length=30)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    q = forms.CharField(required=False, max_length=100)
    status = forms.ChoiceField(choices=[("", ""), *Triage.choices], required=False)
    score = forms.ChoiceField(choices=[("", ""), ("low", ""), ("high", "")], required=False)
    team = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    theme = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    persona = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.RegexField(r"\A\d{4}-\d\d-\d\d\.\d{1,18}\Z", required=False)

    def chosen(self) -> dict:
        """The filters that hold; `spot` stands for a touchpoint or a stage named alone."""
        self.is_valid()
        # Team 0 stands for none.
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        for kind in ("touchpoint", "stage"):
            if number := given.pop(kind, None):
                given.setdefault("spot", f"{kind}:{number}")
        days = [given.pop(name, None) for name in ("first", "last")]
        if any(days):
            first, last = sorted([days[0] or datetime.date(1970, 1, 1), days[1] or _today()])
            given["period"] = f"{first}..{last}"
        try:
            periods.parse(given.get("period", "all"), today=_today())
        except ValueError:
            del given["period"]
        try:
            datetime.date.fromisoformat(given.get("after", "2000-01-01")[:10])
        except ValueError:
            del given["after"]
        return given


class BulkForm(forms.Form):
    """What becomes of the chosen words: `status`, `sentiment` or `team` (blank: none), whichever was sent."""

    MOST = 200
    feedback = forms.ModelMultipleChoiceField(
        queryset=Feedback.objects.none(),
        error_messages={"required": gettext_lazy("Choose some words first.")},
    )
    status = forms.ChoiceField(choices=Triage.choices, required=False)
    sentiment = forms.ChoiceField(choices=MOODS, required=False)
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        words = Feedback.objects.for_workspace(workspace).live().exclude(text="")
        self.fields["feedback"].queryset = words
        self.fields["team"].queryset = Team.objects.for_workspace(workspace).live()

    def clean_feedback(self):
        rows = list(self.cleaned_data["feedback"][: self.MOST + 1])
        if len(rows) > self.MOST:
            raise forms.ValidationError(_("Choose at most %(most)d at once.") % {"most": self.MOST})
        return rows

    def clean(self):
        """Adds `values`, by attribute."""
        given = super().clean()
        values = {}
        if given.get("status"):
            values["status"] = given["status"]
        if "team" in self.data and "team" in given:
            values["team_id"] = getattr(given["team"], "pk", None)
        if not values and not given.get("sentiment") and not self.errors:
            raise forms.ValidationError(_("Say what is to be done with them."))
        return given | {"values": values}


class ViewForm(Keyed):
    """A name for the filters that hold now, which come as the list's address."""

    name = LineField(
        label=gettext_lazy("Name of the view"), max_length=40, needed=gettext_lazy("Give it a name.")
    )
    query = forms.CharField(max_length=500, required=False)

    def clean_query(self):
        """Only what the list knows, without the page."""
        chosen = FilterForm(QueryDict(self.cleaned_data["query"])).chosen()
        chosen.pop("after", None)
        if not chosen:
            raise forms.ValidationError(_("Choose a filter first."))
        return urlencode(chosen)


class UploadForm(Keyed):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json,.jsonl,.ndjson,.gz"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
            text = _("The file is larger than %(most)d MB. Split it.")
            raise forms.ValidationError(text % {"most": settings.UPLOAD_MAX_MB})
        return upload
