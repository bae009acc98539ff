"""Reading what the editor answers."""

import json


def events(response) -> dict:
    """What the browser is told to do, by name of the event."""
    return json.loads(response.headers.get("HX-Trigger", "{}"))


def toast(response) -> str:
    return events(response).get("toast", {}).get("text", "")


def undo(response) -> str:
    """The address that takes it back."""
    return events(response)["toast"]["undo"]


def body(response) -> str:
    return response.content.decode()
