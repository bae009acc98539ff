"""Loaded before everything else (see pyproject.toml): settings are read once, and for tests."""

import os

os.environ["CXJOURNEY_MODE"] = "test"
