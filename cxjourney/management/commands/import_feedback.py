"""Imports a file as the page does: the same suggestions, recipes, checks and storing."""

from __future__ import annotations

import signal
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from cxjourney.feedback import actions
from cxjourney.feedback.importing import jobs, recipes, store
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.feedback.importing.text import Unreadable
from cxjourney.feedback.models import ImportRecipe, ImportState
from cxjourney.feedback.places import live_maps
from cxjourney.feedback.words import jobs as words
from cxjourney.metrics import alerts
from cxjourney.workspaces.models import Membership, Role, Workspace


class Command(BaseCommand):
    help = "Store the answers in a file: CSV, TSV, XLSX or JSON lines, as they are or packed with gzip."

    def add_arguments(self, parser) -> None:
        add = parser.add_argument
        add("file", type=Path)
        add("--workspace", required=True, help="address of the workspace")
        add("--by", help="e-mail of the member who imports; without it, the first owner")
        add("--map", help="title or number of the map that new touchpoints are put on")
        add("--recipe", help="name of the file whose columns this one is read like")
        add("--place", help="touchpoint of all rows that name none; made if there is none")
        add("--day", help="date of all rows that have none, 2026-10-31")
        add("--dates", choices=["iso", "dmy", "mdy"], help="whether the day or the month comes first")
        add("--create", action="store_true", help="make touchpoints that are not there yet")
        add("--dry-run", action="store_true", help="only say what is in the file")

    def handle(self, *, file: Path, workspace: str, **options) -> None:
        # A polite end takes the same way as Ctrl+C: nothing is stored, and the import says so.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        by = member(workspace, options["by"])
        try:
            with file.open("rb") as opened:
                imported = actions.create_import(
                    by=by,
                    upload=File(opened, name=file.name),
                    plan_for=lambda path: plan_of(path, by.workspace_id, options),
                )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        report = imported.report
        for fault in [*report["faults"], *filter(None, [report["fault"]])]:
            self.stderr.write(fault)
        for problem in report["problems"][:10]:
            self.stderr.write(f"row {problem['row']}, {problem['column'] or '–'}: {problem['text']}")
        if report["faults"] or report["fault"] or options["dry_run"] or not imported.accepted:
            more = "" if report["complete"] else " and more"
            actions.cancel_import(by=by, imported=imported)
            self.stdout.write(f"{imported.accepted} good rows of {imported.rows}{more}; nothing is stored")
            if not options["dry_run"]:
                raise CommandError("The file was not imported.")
            return
        actions.begin_import(by=by, imported=imported)
        done = jobs.run(imported.pk, by)
        if done.state == ImportState.PAUSED:
            raise CommandError("Paused. The page of this import continues it.")
        if done.state != ImportState.DONE:
            raise CommandError(done.message or done.state)
        alerts.judge(by.workspace)
        if words.waiting(by.workspace_id):
            words.read(by.workspace_id)
        self.say(done)

    def say(self, done) -> None:
        counts = [f"{done.accepted} rows", f"{done.answers} answers", f"{done.report['words']} comments"]
        counts.append(f"{done.report['repeated']} imported before")
        counts.append(f"{done.rejected} left out")
        self.stdout.write(f"{done.file_name} (import {done.pk}): {', '.join(counts)}")
        if done.rejected and store.exists(done):
            self.stdout.write("The page of this import gives the rows left out with the reasons.")


def member(slug: str, email: str | None) -> Membership:
    """Who imports. Raises CommandError."""
    if not Workspace.objects.filter(slug=slug).exists():
        raise CommandError(f"There is no workspace {slug}.")
    people = Membership.objects.select_related("workspace", "user").filter(workspace__slug=slug)
    wanted = {"user__email__iexact": email} if email else {"role": Role.OWNER}
    found = people.filter(**wanted, role__in=[Role.OWNER, Role.EDITOR]).order_by("pk").first()
    if found is None:
        raise CommandError(f"{email or 'Nobody'} may not import into {slug}.")
    return found


def plan_of(path: Path, workspace_id: int, options: dict) -> Plan:
    """The plan as suggested or by a recipe, and what the options say over it. Raises CommandError."""
    plan = suggest(path)
    if name := options["recipe"]:
        kept = ImportRecipe.objects.for_workspace(workspace_id).live().filter(name=name).order_by("-used_at")
        recipe = kept.first()
        if recipe is None or recipe.signature != plan.signature:
            raise CommandError(f"No recipe {name} fits the columns of this file.")
        plan = recipes.follow(recipe, plan)
    else:
        plan = recipes.recognise(workspace_id, plan)
    if options["map"]:
        plan.map = map_of(workspace_id, options["map"])
    if options["place"]:
        plan.place = f"new:{options['place']}"
    if options["create"]:
        plan.unknown = "create"
    plan.dates = options["dates"] or plan.dates
    plan.day = options["day"] or plan.day
    return plan


def map_of(workspace_id: int, wanted: str) -> int:
    found = [pk for pk, title in live_maps(workspace_id) if wanted in (str(pk), title)]
    if len(found) != 1:
        raise CommandError(f"{len(found)} maps are called {wanted}.")
    return found[0]
