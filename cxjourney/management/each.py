"""The same for every workspace: what goes wrong in one is no harm to the others."""

import logging
from collections.abc import Callable, Iterable

from django.core.management.base import CommandError

from cxjourney.workspaces.models import Workspace

logger = logging.getLogger(__name__)


def each(workspaces: Iterable[Workspace], do: Callable[[Workspace], None]) -> None:
    """Do it for all. Raises CommandError in the end with the addresses of those for which it failed."""
    failed = []
    for workspace in workspaces:
        try:
            do(workspace)
        except Exception:
            logger.exception("It failed for workspace %s", workspace.slug)
            failed.append(workspace.slug)
    if failed:
        raise CommandError(f"Failed for {', '.join(failed)}; the log says why.")
