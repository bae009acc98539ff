"""Files for tests of imports."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from cxjourney.feedback import actions
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.models import Import

COUNTS = (
    "period_start,period_end,touchpoint,channel,question,score_1,score_2,score_3,score_4,score_5\n"
    "2025-01-01,2025-03-31,Checkout,website,I am satisfied with this page.,1,2,3,4,5\n"
    "2025-01-01,2025-03-31,Checkout,website,It was easy to pay.,0,0,1,0,9\n"
)
ANSWERS = (
    "date,touchpoint,csat,nps,comment,sentiment\n"
    "2026-01-05,Checkout,4,9,Quick,good\n"
    "2026-01-06,checkout,1,,Where is the total?,bad\n"
    "2026-01-07,Delivery,5,10,,\n"
)


def upload(text: str | bytes, name: str = "answers.csv") -> SimpleUploadedFile:
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile(name, content, content_type="text/csv")


def uploaded(by, text: str | bytes, **plan) -> Import:
    """An import that waits for its start, its plan as suggested but for `plan`."""

    def plan_for(path):
        suggested = suggest(path)
        for name, value in plan.items():
            setattr(suggested, name, value)
        return suggested

    return actions.create_import(by=by, upload=upload(text), plan_for=plan_for)
