"""Pages that are served without a process for events."""


def test_the_browser_is_told_not_to_ask_again(client, db, caplog):
    answer = client.get("/events/")
    assert answer.status_code == 204
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nothing is live" in caplog.text


def test_nothing_is_said_there(client, db):
    assert client.post("/events/", {"stream": "x"}).status_code in (403, 405)
