"""The templates that come with the product, in the order of the gallery."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.blueprints import buying, people, serving
from cxjourney.journeys.blueprints.frame import Frame
from cxjourney.journeys.blueprints.parts import Blueprint, row, stages

STANDARD = buying.LOYALTY

BLANK = Blueprint(
    "blank",
    "plus",
    _("Blank"),
    _("One stage and four lanes, for those who know what they want to draw."),
    _("Stages and lanes are added on the map."),
    Frame(
        stages((_("First stage"), "")), (row("steps"), row("touchpoints"), row("experience"), row("pains"))
    ),
)

LIBRARY = (
    STANDARD,
    serving.SERVICE,
    buying.SAAS,
    buying.RETAIL,
    serving.SUPPORT,
    serving.PUBLIC,
    buying.B2B,
    people.EMPLOYEE,
    people.PATIENT,
    serving.BANKING,
    BLANK,
)
BY_KEY = {blueprint.key: blueprint for blueprint in LIBRARY}
