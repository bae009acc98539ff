"""Rows for tests. They write directly, without the log; tests of actions go through the actions."""

import datetime
import uuid

import factory
from django.utils import timezone

from cxjourney import models


class User(factory.django.DjangoModelFactory):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Faker("name")


class Workspace(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Workspace

    name = factory.Sequence(lambda n: f"Workspace {n}")
    slug = factory.Sequence(lambda n: f"workspace-{n}")


class Membership(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    workspace = factory.SubFactory(Workspace)
    user = factory.SubFactory(User)
    role = "owner"


class InWorkspace(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    workspace = factory.SubFactory(Workspace)


class Team(InWorkspace):
    class Meta:
        model = models.Team

    name = factory.Sequence(lambda n: f"Team {n}")


class Invitation(InWorkspace):
    class Meta:
        model = models.Invitation

    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class Persona(InWorkspace):
    class Meta:
        model = models.Persona

    name = factory.Sequence(lambda n: f"Persona {n}")


class PersonaImage(InWorkspace):
    class Meta:
        model = models.PersonaImage

    data = thumb = b"RIFF....WEBP"
    width = height = 1


class OfPersona(InWorkspace):
    class Meta:
        abstract = True

    persona = factory.SubFactory(Persona, workspace=factory.SelfAttribute("..workspace"))


class PersonaSection(OfPersona):
    class Meta:
        model = models.PersonaSection

    kind = "goals"


class PersonaItem(OfPersona):
    class Meta:
        model = models.PersonaItem

    section = factory.SubFactory(
        PersonaSection,
        workspace=factory.SelfAttribute("..workspace"),
        persona=factory.SelfAttribute("..persona"),
    )
    rank = factory.Sequence(lambda n: f"{n:06d}V")
    text = factory.Sequence(lambda n: f"Item {n}")


class CardImage(InWorkspace):
    class Meta:
        model = models.CardImage

    data = thumb = b"RIFF....WEBP"
    width = height = 1


class Taxonomy(InWorkspace):
    class Meta:
        model = models.Taxonomy

    name = factory.Sequence(lambda n: f"List {n}")


class Choice(InWorkspace):
    class Meta:
        model = models.Choice

    taxonomy = factory.SubFactory(Taxonomy, workspace=factory.SelfAttribute("..workspace"))
    name = factory.Sequence(lambda n: f"Choice {n}")


class JourneyMap(InWorkspace):
    class Meta:
        model = models.JourneyMap

    title = factory.Sequence(lambda n: f"Map {n}")


class MapVersion(InWorkspace):
    class Meta:
        model = models.MapVersion

    map = factory.SubFactory(JourneyMap, workspace=factory.SelfAttribute("..workspace"))
    seq = 0
    taken_at = factory.LazyFunction(timezone.now)
    name = factory.Sequence(lambda n: f"Version {n}")


class Folder(InWorkspace):
    class Meta:
        model = models.Folder

    name = factory.Sequence(lambda n: f"Folder {n}")


class MapTemplate(InWorkspace):
    class Meta:
        model = models.MapTemplate

    name = factory.Sequence(lambda n: f"Template {n}")


class OnMap(InWorkspace):
    class Meta:
        abstract = True

    map = factory.SubFactory(JourneyMap, workspace=factory.SelfAttribute("..workspace"))
    rank = factory.Sequence(lambda n: f"{n:06d}V")


class Stage(OnMap):
    class Meta:
        model = models.Stage

    name = factory.Sequence(lambda n: f"Stage {n}")


class Step(OnMap):
    class Meta:
        model = models.Step

    name = factory.Sequence(lambda n: f"Step {n}")


class Lane(OnMap):
    class Meta:
        model = models.Lane

    kind = "steps"
    title = "Steps"


class Card(OnMap):
    class Meta:
        model = models.Card

    lane = factory.SubFactory(
        Lane, workspace=factory.SelfAttribute("..workspace"), map=factory.SelfAttribute("..map")
    )
    stage = factory.SubFactory(
        Stage, workspace=factory.SelfAttribute("..workspace"), map=factory.SelfAttribute("..map")
    )
    text = factory.Sequence(lambda n: f"Card {n}")


class Channel(InWorkspace):
    class Meta:
        model = models.Channel

    group = "digital"
    name = factory.Sequence(lambda n: f"Channel {n}")


class Touchpoint(InWorkspace):
    class Meta:
        model = models.Touchpoint

    name = factory.Sequence(lambda n: f"Touchpoint {n}")
    channel = "website"


class Placement(OnMap):
    class Meta:
        model = models.Placement

    stage = factory.SubFactory(
        Stage, workspace=factory.SelfAttribute("..workspace"), map=factory.SelfAttribute("..map")
    )
    touchpoint = factory.SubFactory(Touchpoint, workspace=factory.SelfAttribute("..workspace"))


class OnTouchpoint(InWorkspace):
    class Meta:
        abstract = True

    touchpoint = factory.SubFactory(Touchpoint, workspace=factory.SelfAttribute("..workspace"))


class Question(InWorkspace):
    class Meta:
        model = models.Question

    kind = "csat"
    name = "CSAT"
    wording = factory.Sequence(lambda n: f"How satisfied are you? {n}")
    low = 1
    high = 5


class Score(OnTouchpoint):
    class Meta:
        model = models.Score

    question = factory.SubFactory(Question, workspace=factory.SelfAttribute("..workspace"))
    answered_on = factory.LazyFunction(lambda: timezone.now().date())
    value = 4


class Contact(OnTouchpoint):
    class Meta:
        model = models.Contact

    began_at = factory.LazyFunction(timezone.now)
    handled = 300


class Feedback(OnTouchpoint):
    class Meta:
        model = models.Feedback

    text = factory.Faker("sentence")
    said_on = factory.LazyFunction(lambda: timezone.now().date())


class Import(InWorkspace):
    class Meta:
        model = models.Import

    file_name = "answers.csv"


class ImportRecipe(InWorkspace):
    class Meta:
        model = models.ImportRecipe

    name = "answers.csv"
    signature = factory.Sequence(lambda number: f"{number:032x}")
    plan = factory.LazyFunction(dict)
    used_at = factory.LazyFunction(timezone.now)


class ImportedRow(InWorkspace):
    class Meta:
        model = models.ImportedRow

    fingerprint = factory.LazyFunction(uuid.uuid4)
    import_number = 0
    times = 1


class FeedbackView(InWorkspace):
    class Meta:
        model = models.FeedbackView

    name = factory.Sequence(lambda number: f"View {number}")
    query = "status=new"


class FollowUpRule(InWorkspace):
    class Meta:
        model = models.FollowUpRule

    kind = "nps"
    value = 6
    since = factory.LazyFunction(timezone.localdate)


class FollowUp(InWorkspace):
    class Meta:
        model = models.FollowUp

    feedback = factory.SubFactory(Feedback, workspace=factory.SelfAttribute("..workspace"))
    due = factory.LazyFunction(timezone.localdate)


class Retention(InWorkspace):
    class Meta:
        model = models.Retention

    months = None


class Target(OnTouchpoint):
    class Meta:
        model = models.Target

    kind = "csat"
    value = 4


class PainPoint(OnTouchpoint):
    class Meta:
        model = models.PainPoint

    title = factory.Sequence(lambda n: f"Pain {n}")


class Evidence(InWorkspace):
    class Meta:
        model = models.Evidence

    pain_point = factory.SubFactory(PainPoint, workspace=factory.SelfAttribute("..workspace"))
    feedback = factory.SubFactory(Feedback, workspace=factory.SelfAttribute("..workspace"))
