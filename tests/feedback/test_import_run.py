"""Good rows stored at once; a fault, a cancel or a dead process leaves nothing half done."""

import datetime

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cxjourney.feedback import actions
from cxjourney.feedback.importing import jobs, load_counts, store
from cxjourney.feedback.importing import load as loading
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.text import Unreadable
from cxjourney.metrics import rollups
from cxjourney.models import Change, Feedback, Import, ImportRecipe, Question, Rollup, Score, Touchpoint
from tests import factories
from tests.feedback.importing import ANSWERS, COUNTS, upload, uploaded
from tests.threads import at_once


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def checkout(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


def load(by, imported):
    reader = open_reader(imported, Plan.from_json(imported.columns))
    return loading.load(by=by, imported=imported, reader=reader)


def equal(workspace) -> bool:
    return not list(rollups.differences(workspace.pk))


def test_scores_words_and_new_touchpoints(alice, workspace, checkout):
    imported = uploaded(alice, ANSWERS, unknown="create")
    loaded = load(alice, imported)
    assert loaded == (3, 3, 5, 2, 1, 0, 0, 0, 0)
    delivery = Touchpoint.objects.get(name="Delivery")
    assert delivery.workspace == workspace
    scores = Score.objects.order_by("answered_on", "question__kind")
    assert [(one.question.kind, one.value, one.touchpoint) for one in scores] == [
        ("csat", 4, checkout),
        ("nps", 9, checkout),
        ("csat", 1, checkout),
        ("csat", 5, delivery),
        ("nps", 10, delivery),
    ]
    quick = Feedback.objects.get(text="Quick")
    assert (quick.said_on, quick.sentiment, quick.source) == (datetime.date(2026, 1, 5), 1, "survey")
    assert {score.value for score in Score.objects.filter(feedback=quick)} == {4, 9}
    assert equal(workspace)
    imported.refresh_from_db()
    assert (imported.state, imported.percent, imported.accepted, imported.answers) == ("done", 100, 3, 5)
    assert Change.objects.get(verb="import_run").after["accepted"] == 3


def test_counts(alice, workspace, checkout):
    load(alice, uploaded(alice, COUNTS))
    assert Rollup.objects.filter(grain="m", question__name="CSAT").values_list("n", "a0", "a4").get() == (
        15,
        1,
        5,
    )
    assert Question.objects.get(name="Ease").wording == "It was easy to pay."
    assert equal(workspace)


def test_a_second_import_asks_the_same_questions(alice, checkout):
    for _ in range(2):
        load(alice, uploaded(alice, COUNTS))
    assert Question.objects.count() == 2


def test_words_with_every_kind_of_sign(alice, checkout):
    said = 'a\ttab, a "quote",\r\na line, a \\N and a \\. and an é'
    quoted = said.replace('"', '""')
    load(alice, uploaded(alice, f'date,touchpoint,comment\n2026-01-05,Checkout,"{quoted}"\n'))
    assert Feedback.objects.get().text == said


def test_everything_to_a_stage(alice, workspace):
    stage = factories.Stage(workspace=workspace)
    load(alice, uploaded(alice, "csat\n3\n", place=f"stage:{stage.pk}", day="2026-01-05"))
    assert Score.objects.get().stage == stage


def test_everything_to_a_new_touchpoint(alice):
    load(alice, uploaded(alice, "csat\n3\n", place="new:Kiosk", day="2026-01-05"))
    assert Score.objects.get().touchpoint.name == "Kiosk"


def test_no_good_row(alice, checkout):
    with pytest.raises(Unreadable, match="No row can be imported"):
        load(alice, uploaded(alice, "date,touchpoint,csat\n2026-01-05,Nowhere,3\n"))


def test_load_counts_for_the_demo(alice, workspace, tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(COUNTS.replace("Checkout", "Till (old name)"))
    till = factories.Touchpoint(workspace=workspace, name="Till")
    imported = load_counts(by=alice, path_or_file=path, touchpoints={"Till (old name)": till})
    assert (imported.state, imported.answers, imported.layout) == ("done", 25, "counts")
    with path.open("rb") as file:
        again = load_counts(by=alice, path_or_file=file, touchpoints={"Till (old name)": till})
    assert (again.accepted, again.report["repeated"]) == (0, 2)
    assert set(Score.objects.values_list("touchpoint", flat=True)) == {till.pk}
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Unreadable):
        load_counts(by=alice, path_or_file=path, touchpoints={})


def test_not_into_another_workspace(charlie, alice, checkout):
    imported = uploaded(alice, COUNTS)
    with pytest.raises(ValueError, match="not in this workspace"):
        load(charlie, imported)


# --- In a process of its own ----------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch):
    """Imports are started but their process is not; returns what would run."""
    calls = []
    monkeypatch.setattr(jobs, "start", lambda imported, by: calls.append((imported.pk, by)))
    return calls


def nothing_stored() -> bool:
    return not any(model.objects.exists() for model in (Score, Feedback, Question, Rollup))


@pytest.mark.django_db(transaction=True)
class TestRun:
    def start(self, by, text=ANSWERS, **plan) -> Import:
        imported = uploaded(by, text, **plan)
        actions.start_import(by=by, imported=imported)
        imported.refresh_from_db()
        return imported

    def test_to_the_end(self, alice, checkout, started):
        imported = self.start(alice, unknown="create")
        assert started == [(imported.pk, alice)]
        done = jobs.run(imported.pk, alice)
        assert (done.state, done.accepted, done.path) == ("done", 3, "")
        assert not store.exists(done)
        assert not list(store.folder().iterdir())
        assert ImportRecipe.objects.get().name == done.file_name

    def test_the_file_stays_while_rows_were_left_out(self, alice, checkout, started):
        done = jobs.run(self.start(alice).pk, alice)
        assert (done.state, done.rejected) == ("done", 1)
        assert store.exists(done)

    def test_only_once(self, alice, checkout, started):
        imported = self.start(alice)
        with pytest.raises(actions.NotNow):
            actions.start_import(by=alice, imported=imported)
        jobs.run(imported.pk, alice)
        with pytest.raises(RuntimeError, match="not to be run: it is done"):
            jobs.run(imported.pk, alice)

    def test_a_fault_in_the_middle_leaves_nothing(self, alice, checkout, started, monkeypatch, caplog):
        imported = self.start(alice, unknown="create")
        monkeypatch.setattr(loading, "SCORES", loading.SCORES.replace("r.value", "1 / 0"))
        failed = jobs.run(imported.pk, alice)
        assert (failed.state, failed.message) == ("failed", "Something failed. Nothing was stored.")
        assert nothing_stored()
        assert not Touchpoint.objects.filter(name="Delivery").exists()
        assert "division by zero" in caplog.text
        monkeypatch.undo()
        monkeypatch.setattr(jobs, "start", lambda imported, by: None)
        actions.start_import(by=alice, imported=failed)
        assert jobs.run(imported.pk, alice).state == "done"

    def test_a_scale_that_differs_says_so(self, alice, checkout, started):
        factories.Question(
            workspace=alice.workspace, kind="custom", name="Comfort", wording="", low=1, high=4
        )
        text = "date,touchpoint,comfort score\n2026-01-05,Checkout,9\n"
        imported = uploaded(alice, text)
        columns = imported.columns
        columns["columns"][2] |= {"header": "comfort", "name": "Comfort", "low": 0, "high": 10}
        actions.set_plan(by=alice, imported=imported, plan=Plan.from_json(columns))
        actions.start_import(by=alice, imported=imported)
        failed = jobs.run(imported.pk, alice)
        assert failed.message == "“Comfort” is already asked on the scale 1–4. Choose another name."
        assert not Score.objects.exists()

    def test_the_file_is_gone(self, alice, checkout, started):
        imported = self.start(alice)
        store.forget(imported)
        assert jobs.run(imported.pk, alice).message == "The file is gone. Upload it again."

    def test_cancelled_while_it_reads(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)
        monkeypatch.setattr(jobs, "TICK", 0.001)
        monkeypatch.setattr(loading, "BLOCK", 1)
        actions.cancel_import(by=alice, imported=imported)

        def patiently(workspace, reader, counts, watch, blocks=loading._blocks):
            for block in blocks(workspace, reader, counts, watch):
                for _ in range(10**8):
                    watch(0, 0.0, 0)  # raises once the wish is known
                yield block

        monkeypatch.setattr(loading, "_blocks", patiently)
        assert jobs.run(imported.pk, alice).state == "cancelled"
        assert nothing_stored()
        assert not ImportRecipe.objects.exists()

    def test_cancelled_while_it_stores(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)
        monkeypatch.setattr(jobs, "TICK", 0.001)
        monkeypatch.setattr(loading, "SCORES", f"{loading.SCORES}, pg_sleep(60)")
        with other_connection() as side:
            original = loading.placing.keep_places

            def and_cancel(*args, **kwargs):
                side.execute("UPDATE cxjourney_import SET cancel_asked = true WHERE id = %s", [imported.pk])
                return original(*args, **kwargs)

            monkeypatch.setattr(loading.placing, "keep_places", and_cancel)
            cancelled = jobs.run(imported.pk, alice)
        assert (cancelled.state, cancelled.message) == ("cancelled", "Cancelled. Nothing was stored.")
        assert nothing_stored()

    def test_progress_is_seen_from_outside(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)
        with other_connection() as side:
            watcher = jobs.Watcher(imported, side)
            watcher.first_id = watcher._last_id()
            watcher.look(40, 0.5)
            watcher._tick()
            imported.refresh_from_db()
            assert (imported.rows, imported.percent) == (40, 20)
            watcher.look(80, 1.0, 120)
            for written, least in ((0, 40), (60, 50), (120, 60)):
                watcher.first_id = watcher._last_id() - written
                watcher._tick()
                imported.refresh_from_db()
                assert (imported.rows, imported.percent) == (80, least)
            watcher.written_at -= 3600  # the database still counts them
            watcher._tick()
            imported.refresh_from_db()
            assert imported.percent == 99

    def test_a_dead_process_is_recognised(self, alice, checkout, started):
        imported = self.start(alice)
        assert jobs.state_of(imported) == "running"  # it may still be starting
        Import.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=1))
        imported.refresh_from_db()
        assert jobs.state_of(imported) == "failed"
        with other_connection() as side:
            side.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCK, imported.pk])
            assert jobs.state_of(imported) == "running"
            with pytest.raises(RuntimeError, match="runs already"):
                jobs.run(imported.pk, alice)
            side.execute("SELECT pg_advisory_unlock_all()")
        actions.start_import(by=alice, imported=imported)
        assert jobs.run(imported.pk, alice).state == "done"

    def test_stopped_from_outside(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)

        def interrupt(*args, **kwargs):
            raise KeyboardInterrupt

        monkeypatch.setattr(jobs, "load", interrupt)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(imported.pk, alice)
        imported.refresh_from_db()
        assert (imported.state, imported.message) == ("failed", "Stopped from outside. Nothing was stored.")

    def test_no_more_than_two_at_once(self, alice, checkout, started):
        for _ in range(2):
            self.start(alice)
        with pytest.raises(actions.TooManyRunning):
            self.start(alice)

    def test_the_same_file_twice_at_once_counts_once(self, alice, workspace, checkout, started):
        text = "date,touchpoint,csat\n" + "".join(
            f"2026-01-{day:02},Checkout,{value}\n" for value in (1, 3, 5) for day in range(1, 29)
        )
        imports = [self.start(alice, text), self.start(alice, text)]
        done = at_once(2, lambda number: jobs.run(imports[number].pk, alice))
        assert [one.state for one in done] == ["done", "done"]
        assert sorted(one.accepted for one in done) == [0, 84]
        assert Score.objects.count() == 84
        assert equal(workspace)

    def test_the_command(self, alice, bob, checkout, started, capsys):
        imported = self.start(alice)
        call_command("run_import", imported.pk, by=alice.pk)
        assert capsys.readouterr().out == "answers.csv: done, 2 rows, 3 answers\n"
        with pytest.raises(CommandError, match="no import 0"):
            call_command("run_import", 0, by=alice.pk)
        with pytest.raises(CommandError, match="it is done"):
            call_command("run_import", imported.pk, by=alice.pk)

    def test_a_real_process(self, alice, checkout, monkeypatch, settings):
        values = connection.get_connection_params()
        address = f"postgresql://{values['user']}@/{values['dbname']}?host={values.get('host', '')}"
        monkeypatch.setenv("DATABASE_URL", address + f"&port={values.get('port', 5432)}")
        monkeypatch.setenv("DATA_DIR", str(settings.DATA_DIR))
        imported = self.start(alice)
        assert jobs._children.pop().wait(timeout=60) == 0
        imported.refresh_from_db()
        assert (imported.state, imported.accepted) == ("done", 2)


def other_connection():
    values = connection.get_connection_params()
    kept = {name: values[name] for name in ("host", "port", "user", "dbname", "password") if values.get(name)}
    return psycopg.connect(**kept, autocommit=True)


# --- Taken back -----------------------------------------------------------------------------------


def test_undo(alice, workspace, checkout):
    mine = factories.Score(workspace=workspace, touchpoint=checkout)
    imported = uploaded(alice, ANSWERS)
    load(alice, imported)
    assert actions.undo_import(by=alice, imported=imported) == (3, 2, 0)
    assert list(Score.objects.all()) == [mine]
    assert not Feedback.objects.live().exists()
    assert equal(workspace)
    with pytest.raises(actions.NotNow):
        actions.undo_import(by=alice, imported=imported)


def test_old_files_are_swept(alice, checkout):
    import os

    imported = uploaded(alice, ANSWERS)
    store.sweep()
    assert store.exists(imported)
    old = (timezone.now() - datetime.timedelta(days=31)).timestamp()
    os.utime(store.path_of(imported), (old, old))
    store.sweep()
    assert not store.exists(imported)


def test_the_same_key_keeps_one_file(alice, checkout):
    import uuid

    from cxjourney.activity import log
    from cxjourney.feedback.importing.suggest import suggest

    key = uuid.uuid4()
    actions.create_import(by=alice, upload=upload(ANSWERS), plan_for=suggest, key=key)
    with pytest.raises(log.Repeated):
        actions.create_import(by=alice, upload=upload(ANSWERS), plan_for=suggest, key=key)
    assert len(list(store.folder().iterdir())) == 1
