import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cxjourney.models import Persona
from cxjourney.personas import actions

LIST = "/w/acme/personas/"


@pytest.fixture
def persona(edith) -> Persona:
    """A sheet with two goals, made by Edith."""
    made = actions.create_persona(by=edith, name="Nora", role="Shop owner", quote="I sell soap.", portrait=3)
    persona = Persona.objects.get(pk=made.target_id)
    section = persona.sections.get(kind="goals")
    actions.create_items(by=edith, section=section, items=[{"text": "Sell more"}, {"text": "Sleep well"}])
    return persona


@pytest.fixture
def goals(persona):
    """The section; its items are goals.items()."""
    return persona.sections.get(kind="goals")


@pytest.fixture
def goal(goals):
    return actions.items_in(goals.pk).order_by("rank").first()


def sheet_of(persona) -> str:
    return f"{LIST}{persona.pk}/"


def texts(section) -> list[str]:
    return list(actions.items_in(section.pk).order_by("rank", "id").values_list("text", flat=True))


def picture(form: str = "JPEG", size=(300, 200), name: str = "nora.jpg", **kwargs) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **kwargs)
    return SimpleUploadedFile(name, out.getvalue())
