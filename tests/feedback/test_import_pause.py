"""A paused import holds nothing for long, and nothing is stored twice."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.feedback import actions
from cxjourney.feedback.importing import jobs, store
from cxjourney.feedback.importing import load as loading
from cxjourney.models import Import, Score
from tests.feedback import test_import_run as running
from tests.feedback.importing import ANSWERS
from tests.feedback.test_import_run import equal, nothing_stored, other_connection

checkout, started, uploads = running.checkout, running.started, running.uploads


@pytest.mark.django_db(transaction=True)
class TestPause:
    start = running.TestRun.start

    def paused(self, by, monkeypatch, text=ANSWERS, **plan) -> Import:
        """An import whose process waited, and let go of what it held."""
        imported = self.start(by, text, **plan)
        actions.pause_import(by=by, imported=imported)
        monkeypatch.setattr(jobs, "TICK", 0.001)
        monkeypatch.setattr(jobs, "HELD", 0)

        def patiently(workspace, reader, counts, watch, blocks=loading._blocks):
            for block in blocks(workspace, reader, counts, watch):
                for _ in range(10**8):
                    watch(0, 0.0)  # raises once the wish is known
                yield block

        with monkeypatch.context() as context:
            context.setattr(loading, "_blocks", patiently)
            jobs.run(imported.pk, by)
        imported.refresh_from_db()
        return imported

    def test_paused_it_holds_nothing_and_continues(self, alice, workspace, checkout, started, monkeypatch):
        imported = self.paused(alice, monkeypatch, unknown="create")
        assert (imported.state, imported.percent) == ("paused", 0)
        assert nothing_stored()
        assert store.exists(imported)
        actions.resume_import(by=alice, imported=imported)
        assert started == [(imported.pk, alice)] * 2
        done = jobs.run(imported.pk, alice)
        assert (done.state, done.accepted, done.answers) == ("done", 3, 5)
        assert Score.objects.count() == 5
        assert equal(workspace)

    def test_continued_while_it_still_holds_what_it_read(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)
        monkeypatch.setattr(jobs, "TICK", 0.001)
        actions.pause_import(by=alice, imported=imported)
        with other_connection() as side:
            watcher = jobs.Watcher(imported, side)
            watcher.first_id = watcher._last_id()
            watcher._tick()
            assert watcher.paused

            class Continued:
                """Somebody continues while the process waits."""

                def wait(self, seconds):
                    actions.resume_import(by=alice, imported=imported)
                    watcher._tick()

            monkeypatch.setattr(watcher, "done", Continued())
            watcher.look(40, 0.5)
            assert not watcher.paused
        assert len(started) == 1

    def test_continue_says_so_to_a_process_that_waits(self, alice, checkout, started):
        imported = self.start(alice)
        actions.pause_import(by=alice, imported=imported)
        imported.refresh_from_db()
        assert jobs.state_of(imported) == "paused"
        actions.resume_import(by=alice, imported=imported)
        imported.refresh_from_db()
        assert (imported.pause_asked, len(started)) == (False, 1)
        with pytest.raises(actions.NotNow):
            actions.resume_import(by=alice, imported=imported)

    def test_still_paused_after_the_server_went(self, alice, checkout, started):
        imported = self.start(alice)
        actions.pause_import(by=alice, imported=imported)
        Import.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=1))
        imported.refresh_from_db()
        assert jobs.state_of(imported) == "paused"
        actions.resume_import(by=alice, imported=imported)
        assert len(started) == 2
        assert jobs.run(imported.pk, alice).state == "done"

    def test_stopped_from_outside_while_it_waits(self, alice, checkout, started, monkeypatch):
        imported = self.start(alice)
        actions.pause_import(by=alice, imported=imported)

        def interrupt(*args, **kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as context:
            context.setattr(jobs, "load", interrupt)
            with pytest.raises(KeyboardInterrupt):
                jobs.run(imported.pk, alice)
        imported.refresh_from_db()
        assert (imported.state, imported.message) == ("paused", "")

    def test_a_paused_one_is_cancelled(self, alice, checkout, started, monkeypatch):
        imported = self.paused(alice, monkeypatch)
        actions.cancel_import(by=alice, imported=imported)
        imported.refresh_from_db()
        assert (imported.state, imported.path) == ("cancelled", "")
        with pytest.raises(actions.NotNow):
            actions.resume_import(by=alice, imported=imported)

    def test_no_pause_while_it_stores(self, alice, checkout, started):
        imported = self.start(alice)
        Import.objects.update(percent=70)
        with pytest.raises(actions.NotNow):
            actions.pause_import(by=alice, imported=imported)
