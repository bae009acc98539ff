"""One of each thing in a workspace, for tests that walk over all addresses."""

from __future__ import annotations

import datetime
import os
import uuid
from pathlib import Path
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from cxjourney import models
from cxjourney.feedback.importing import store
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.workspaces.locks import tenant_models
from tests import factories


def build(owner, kind: str = "csat") -> SimpleNamespace:
    """A workspace full of samples; attributes are called as the addresses call their arguments.

    Every text holds `marker`, so that a page can be searched for what is not its reader's business.
    Two worlds take two kinds of target, so that only the tenant keeps one off the other's touchpoint.
    """
    workspace = owner.workspace
    marker = f"only-in-{workspace.slug}"
    here = {"workspace": workspace}
    parent = factories.Folder(**here, name=f"{marker} parent")
    folder = factories.Folder(**here, name=f"{marker} folder", parent=parent)
    map_ = factories.JourneyMap(**here, title=f"{marker} map", folder=folder)
    on_map = here | {"map": map_}
    stage = factories.Stage(**on_map, name=f"{marker} stage")
    step, _other = (factories.Step(**on_map, stage=stage, name=f"{marker} step") for _ in range(2))
    lane = factories.Lane(**on_map, title=f"{marker} lane")
    touchpoint = factories.Touchpoint(**here, name=f"{marker} touchpoint")
    question = factories.Question(**here, wording=f"{marker} question")
    feedback = factories.Feedback(**here, touchpoint=touchpoint, text=f"{marker} feedback", sentiment=-1)
    pain = factories.PainPoint(**here, touchpoint=None, stage=stage, title=f"{marker} pain")
    factories.Lane(**on_map, title=f"{marker} metrics", kind="metrics")
    image = factories.PersonaImage(**here)
    picture = factories.CardImage(**here)
    taxonomy = factories.Taxonomy(**here, name=f"{marker} list")
    persona = factories.Persona(**here, name=f"{marker} persona", image=image)
    section = factories.PersonaSection(**here, persona=persona, kind="own", title=f"{marker} section")
    theme = models.Theme.objects.create(**here, language="en", key=marker, term=f"{marker} theme")
    outside = models.Outside.objects.create(**here, name=f"{marker} number")
    rule = factories.FollowUpRule(**here, touchpoint=touchpoint)
    return SimpleNamespace(
        marker=marker,
        owner=owner,
        workspace=workspace,
        folder=folder,
        template=factories.MapTemplate(**here, name=f"{marker} template"),
        map=map_,
        stage=stage,
        step=step,
        lane=lane,
        card=factories.Card(**on_map, lane=lane, stage=stage, text=f"{marker} card", image=picture),
        card_image=picture,
        taxonomy=taxonomy,
        choice=factories.Choice(**here, taxonomy=taxonomy, name=f"{marker} choice"),
        touchpoint=touchpoint,
        placement=factories.Placement(**on_map, stage=stage, touchpoint=touchpoint),
        channel=factories.Channel(**here, name=f"{marker} channel"),
        persona=persona,
        persona_image=image,
        persona_section=section,
        persona_item=factories.PersonaItem(**here, persona=persona, section=section, text=f"{marker} item"),
        team=factories.Team(**here, name=f"{marker} team"),
        question=question,
        metric=models.Metric.objects.get(workspace=workspace, asked=question.name),
        outside=outside,
        reading=models.Reading.objects.create(
            **here, outside=outside, rival=marker, day="2026-01-02", value=4
        ),
        token=(token := models.ValueToken.objects.create(**here, name=f"{marker} token", digest=marker)),
        delivery=models.Delivery.objects.create(**here, token=token, key=marker, asked="", answer={}),
        alert=models.Alert.objects.create(
            **here,
            metric=models.Metric.objects.get(workspace=workspace, asked=question.name),
            reason="fell" if kind == "csat" else "crossed",
            value=3,
            low=2,
            high=4,
            n=20,
        ),
        theme=theme,
        theme_match=models.ThemeMatch.objects.create(
            **here, theme=theme, feedback=feedback, said_on=feedback.said_on
        ),
        mood_model=models.MoodModel.objects.create(
            **here,
            language="en",
            trained_at=timezone.now(),
            labelled=500,
            corrections=0,
            tested=100,
            right=90,
            right_model=88,
            right_vader=70,
            right_guess=60,
            share=0.7,
            bias=0,
            coefficients=b"",
        ),
        words_run=models.WordsRun.objects.create(workspace=workspace),
        persona_run=models.PersonaRun.objects.create(workspace=workspace, finished_at=timezone.now()),
        few_answers=models.FewAnswers.objects.create(workspace=workspace),
        feedback=feedback,
        score=factories.Score(**here, touchpoint=touchpoint, question=question, feedback=feedback),
        contact=factories.Contact(**here, touchpoint=touchpoint),
        imported=_import(workspace, marker),
        imported_row=factories.ImportedRow(**here),
        recipe=factories.ImportRecipe(**here, name=f"{marker} recipe"),
        view=factories.FeedbackView(**here, name=f"{marker} view"),
        rule=rule,
        followup=factories.FollowUp(**here, feedback=feedback, rule=rule, note=f"{marker} note"),
        retention=factories.Retention(**here),
        target=factories.Target(**here, touchpoint=touchpoint, kind=kind),
        pain=pain,
        evidence=factories.Evidence(**here, pain_point=pain, feedback=feedback),
        member=factories.Membership(**here, role="viewer", user__name=f"{marker} member"),
        invitation=factories.Invitation(**here, email=f"{marker}@example.com"),
        change=_change(owner, stage, map_),
        version=factories.MapVersion(**on_map, name=f"{marker} version"),
    )


def _import(workspace, marker: str) -> models.Import:
    """A file that waits for its preview, with one row that is fine and one that is not."""
    path = write_file(marker)
    return factories.Import(
        workspace=workspace, file_name=f"{marker}.csv", path=path.name, columns=suggest(path).to_json()
    )


def write_file(marker: str) -> Path:
    """The upload of the sample import; views remove it, and no rollback brings it back."""
    store.folder().mkdir(parents=True, exist_ok=True)
    path = store.folder() / f"{marker}-{os.getpid()}.csv"
    rows = [f"{marker},2026-01-02,4,Fine", f"{marker},2026-01-02,9,{marker}"]
    path.write_text("\n".join(["touchpoint,date,CSAT,comment", *rows, ""]))
    return path


def _change(owner, stage, map_) -> models.Change:
    return models.Change.objects.create(
        workspace=owner.workspace,
        map=map_,
        seq=1_000_000 + map_.pk,  # no two worlds have the same, and no action counts that far
        actor=owner.user,
        verb="stage_edit",
        target_type="stage",
        target_id=stage.pk,
        target_label=stage.name,
        before={"goal": "Before"},
        after={"goal": stage.goal},
        group=uuid.uuid4(),
    )


def plausible(world: SimpleNamespace) -> dict:
    """Values for the fields that forms of this app have, with ids of this world."""
    days = {"said_on": timezone.localdate(), "answered_on": datetime.date(2026, 1, 2)}
    own = {name: value for name, value in ids(world).items() if name not in ("before", "own_channel")}
    return PLAUSIBLE | days | own


def ids(world: SimpleNamespace) -> dict:
    """The fields of forms that hold the id of something, with ids of this world."""
    found = {name: getattr(world, name).pk for name in ID_FIELDS}
    spot, channel = f"stage:{world.stage.pk}", world.channel.pk
    return found | {
        "before": world.card.pk,
        "own_channel": channel,
        "spot": spot,
        "channel": f"own:{channel}",
        "maps": world.map.pk,
        "linked": world.map.pk,
        "folder": world.folder.pk,
        "parent": world.folder.parent_id,
        "owner": world.owner.user_id,
        "template": f"own:{world.template.pk}",
    }


# Names of form fields that hold the id of something.
ID_FIELDS = (
    "map",
    "stage",
    "step",
    "lane",
    "touchpoint",
    "channel",
    "persona",
    "team",
    "question",
    "feedback",
    "pain",
    "choice",
    "taxonomy",
    "followup",
)
# "before" and "own_channel" mean different things in different forms.
PLAUSIBLE = {
    "text": "Text",
    "name": "Name",
    "title": "Title",
    "value": "1",
    "kind": "text",
    "version": "1",
    "base": "",
    "field": "name",
    "source": "survey",
    "sentiment": "",
    "impact": "3",
    "frequency": "3",
    "status": "new",
    "role": "viewer",
    "email": "",
    "hue": "1",
    "mood": "",
    "assumed": "1",
    "period": "90",
    "portrait": "1",
}


def fingerprint() -> dict[str, str]:
    """Table → number and checksum of its rows, of every table that belongs to tenants."""
    tables = [model._meta.db_table for model in [models.Workspace, models.User, *tenant_models()]]
    parts = [
        f"SELECT '{table}', count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') "  # noqa: S608
        f"FROM {table} t"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
