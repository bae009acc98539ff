"""The log as this package may use it: `activity` is a higher package, so apps.py hands it over."""

from types import ModuleType
from typing import Any


class Journal:
    """Stands for the module `activity.log` until the app is ready, and passes everything on to it."""

    module: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:
        if self.module is None:
            raise RuntimeError("The log is handed over by CxjourneyConfig.ready, which has not run yet.")
        return getattr(self.module, name)


log = Journal()
