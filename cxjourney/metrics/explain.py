"""“How is this counted?” in a few words, for each kind of score."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Explanation(NamedTuple):
    """`asked` says on which scale, `formula` what the number is, `interval` what surrounds it."""

    asked: str | Promise
    formula: str | Promise
    interval: str | Promise


MEAN_INTERVAL = _(
    "95 % interval of the mean (Student's t): with other customers of the same kind, it would lie there."
)

MEDIAN_INTERVAL = _(
    "95 % interval of the median from the order of the contacts: it lies between two of them, whatever "
    "their distribution (binomial ranks, Conover)."
)
EXPLANATIONS = {
    "nps": Explanation(
        _("“How likely are you to recommend us?”, 0 to 10."),
        _("Share of 9 and 10 (promoters) minus share of 0 to 6 (detractors), from −100 to +100."),
        _("95 % interval by the adjusted Wald method, honest also for few answers."),
    ),
    "csat": Explanation(
        _("“How satisfied are you?”, 1 to 5."),
        _("The mean of the answers. Beside it the share of 4 and 5, with Wilson's interval."),
        MEAN_INTERVAL,
    ),
    "ces": Explanation(
        _("“It was easy to do what I wanted”, 1 to 7; 7 is easiest."),
        _("The mean of the answers. Beside it the share of 5 to 7, with Wilson's interval."),
        MEAN_INTERVAL,
    ),
    "agree": Explanation(
        _("A statement and how much one agrees, 1 to 5."),
        _("The mean of the answers. Beside it the share of 4 and 5, with Wilson's interval."),
        MEAN_INTERVAL,
    ),
    "custom": Explanation(_("A scale of your own."), _("The mean of the answers."), MEAN_INTERVAL),
    "aht": Explanation(
        _("Nobody is asked: calls and tickets tell it."),
        _("Talk, hold and after-call work added up. The median is shown: half took less. It is within 1 %%."),
        MEDIAN_INTERVAL,
    ),
    "ttr": Explanation(
        _("Nobody is asked: calls and tickets tell it."),
        _(
            "From the ticket's creation to when it was first solved; what is not solved yet is left out. "
            "The median is shown: half took less. It is within 1 %%."
        ),
        MEDIAN_INTERVAL,
    ),
    "fcr": Explanation(
        _("Nobody is asked: calls and tickets tell it."),
        _(
            "Share of contacts that no other contact of the same person or case at the same place followed "
            "within %(window)d days. Those whose %(window)d days were not over before the newest contact do "
            "not count yet, nor do those of whom nobody knows who it was. Several touchpoints are added up: "
            "a contact at another one is another matter."
        ),
        _("95 % interval of a share, by Wilson's method."),
    ),
    "mood": Explanation(
        _("Nobody is asked: customers' words tell it."),
        _(
            "Share of the good texts less the share of the bad ones, in points. The mood of a text is the "
            "one it came with, or a person gave it, or the program judged; those not judged do not count."
        ),
        _("95 % interval by the adjusted Wald method, as for NPS."),
    ),
    "loop": Explanation(
        _("Nobody is asked: follow-ups tell it."),
        _(
            "Of the customers who were to be answered by a day of this period, the share who were told "
            "something by then. Those whom nobody told anything count as not answered; those who are still "
            "open and due today or later do not count yet. When a due day is moved, the new one counts."
        ),
        _("95 % interval of a share, by Wilson's method."),
    ),
}
ON_THE_MAP = _(
    "On the map every scale is laid onto −2 … +2 in equal steps: its lowest answer is −2, its middle 0, "
    "its highest +2; NPS −100 … +100 likewise. Trends compare with the period before."
)


def explain(kind: str, window: int = 7) -> Explanation:
    """The explanation of a kind of number; `window` is that of FCR. Raises KeyError for no such kind."""
    known = EXPLANATIONS[kind]
    if kind in ("aht", "ttr", "fcr"):
        return known._replace(formula=str(known.formula) % {"window": window})
    return known
