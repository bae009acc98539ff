#!/usr/bin/env python
"""Django's command line."""

import os
import sys

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "help",
    "version",
    "findstatic",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxjourney.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from cxjourney.kit import embedded

    try:
        if settings.DATABASE_EMBEDDED and not WITHOUT_DATABASE & set(sys.argv[1:2]):
            embedded.ensure_running(settings.DATA_DIR, for_tests=settings.MODE == "test")
    except (ImproperlyConfigured, embedded.EmbeddedError) as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
