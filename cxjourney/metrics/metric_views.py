"""The workspace's metrics: all of them, one with its course, and what is wanted of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.activity.queries import newest_change
from cxjourney.activity.words import Clash, Gone
from cxjourney.kit import periods
from cxjourney.kit.periods import Period
from cxjourney.metrics import actions, alerts, forms, loop, moods, outside, watch, where
from cxjourney.metrics.figures import unit_of
from cxjourney.metrics.models import Metric
from cxjourney.metrics.queries import newest_day
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

BUCKETS = ("day", "week", "month", "quarter")
USUAL_BUCKET = {"30": "day", "90": "week", "365": "month", "all": "quarter"}


@workspace_view()
def metric_list(request: HttpRequest) -> HttpResponse:
    """`?period=` as on a map; the last year when nothing is said."""
    return _list(request)


@workspace_view()
def metric_show(request: HttpRequest, metric: int) -> HttpResponse:
    """`?period=`, and `?by=` day, week, month or quarter."""
    stamp = newest_change(request.workspace)
    found = watch.live_metric(request.workspace, metric)
    period = _period(request)
    if found.kind == loop.KIND:
        period = loop.period_of(period)
    elif found.kind == moods.KIND:
        period = moods.period_of(request.workspace.pk, period)
    by = request.GET.get("by", "")
    bucket = by if by in BUCKETS else USUAL_BUCKET.get(period.key, "month")
    figure, here = watch.one_figure(request.workspace, found, period, bucket)
    buckets = [("day", _("Day")), ("week", _("Week")), ("month", _("Month")), ("quarter", _("Quarter"))]
    context = {
        "stamp": stamp,
        "figure": figure,
        "metric": found,
        "names": here.names,
        "rivals": outside.read_rivals(found),
        "untold": found.alert is not None and not where.is_told(found),
        "wordings": watch.asked_as(found, here),
        "period": period,
        "periods": _choices(),
        "bucket": bucket,
        "buckets": buckets,
    }
    return render(request, "metrics/metric_show.html", context)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def metric_edit(request: HttpRequest, metric: int) -> HttpResponse:
    found = watch.live_metric(request.workspace, metric)
    if request.method == "GET":
        return _form(request, found, forms.MetricForm(metric=found, initial=_initial(found)))
    form = forms.MetricForm(request.POST, metric=found)
    if not form.is_valid():
        return _form(request, found, form, 422)
    typed = form.typed("name", "wording")
    try:
        actions.edit_metric(by=request.membership, metric=found, choices=form.choices(), **typed)
    except Clash as clash:
        for field, met in clash.disputed.items():
            form.add_error(field, _("Somebody else wrote meanwhile: “%(text)s”.") % {"text": met.theirs})
        found.refresh_from_db()
        return _form(request, found, form, 409)
    except Gone:
        return HttpResponseRedirect(reverse("metrics:metric_list", args=[request.workspace.slug]))
    actions.judge_metrics(by=request.membership)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("metrics:metric_show", args=[request.workspace.slug, found.pk]))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def few_answers_set(request: HttpRequest) -> HttpResponse:
    form = forms.FewAnswersForm(request.POST)
    if not form.is_valid():
        return _list(request, form, 422)
    actions.set_few_answers(by=request.membership, few=form.cleaned_data["few"])
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("metrics:metric_list", args=[request.workspace.slug]))


def _list(request: HttpRequest, form=None, status: int = 200) -> HttpResponse:
    stamp = newest_change(request.workspace)
    period = _period(request)
    figures = watch.all_figures(request.workspace, period)
    few = figures[0].few if figures else watch.few_answers(request.workspace)
    context = {
        "stamp": stamp,
        "figures": figures,
        "outsiders": outside.read_outsides(request.workspace),
        "alerts": alerts.shown_alerts(request.workspace),
        "period": period,
        "periods": _choices(),
        "few": few,
        "form": form or forms.FewAnswersForm(initial={"few": few}),
    }
    return render(request, "metrics/metric_list.html", context, status=status)


def _form(request: HttpRequest, metric: Metric, form, status: int = 200) -> HttpResponse:
    return render(request, "metrics/metric_edit.html", _form_context(form, metric), status=status)


UNIT_HELP = {
    "minutes": gettext_lazy("In minutes. Leave it empty to have none."),
    "hours": gettext_lazy("In hours. Leave it empty to have none."),
}
USUAL_HELP = gettext_lazy("In the metric's unit: points, mean, or per cent. Leave it empty to have none.")


def _form_context(form, metric: Metric) -> dict:
    return {"form": form, "metric": metric, "unit_help": UNIT_HELP.get(unit_of(metric), USUAL_HELP)}


def _initial(metric: Metric) -> dict:
    names = ("name", "wording", "count", "better", "window", "target", "alert")
    return {name: getattr(metric, name) for name in names} | {"owner": metric.owner_id or ""}


def _period(request: HttpRequest) -> Period:
    latest, today = newest_day(request.workspace.pk), timezone.localdate()
    try:
        return periods.parse(request.GET.get("period", "365"), today=today, latest=latest)
    except ValueError:
        return periods.parse("365", today=today, latest=latest)


def _choices() -> list[tuple[str, str]]:
    return [("30", _("30 days")), ("90", _("90 days")), ("365", _("Year")), ("all", _("All"))]
