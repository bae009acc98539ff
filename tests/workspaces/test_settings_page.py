from cxjourney.activity.models import Change

PAGE = "/w/acme/settings/"
RENAME = f"{PAGE}rename/"


def test_owners_rename(as_alice, workspace):
    as_alice.post(RENAME, {"name": "Acme Corp"})
    workspace.refresh_from_db()
    assert (workspace.name, workspace.slug) == ("Acme Corp", "acme")
    change = Change.objects.get()
    assert (change.verb, change.before, change.after) == (
        "workspace_rename",
        {"name": "Acme"},
        {"name": "Acme Corp"},
    )


def test_the_same_name_is_no_change(as_alice):
    as_alice.post(RENAME, {"name": "Acme"})
    assert not Change.objects.exists()


def test_a_blank_name_comes_back(as_alice, workspace):
    response = as_alice.post(RENAME, {"name": ""})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


def test_others_read(as_edith):
    page = as_edith.get(PAGE).content.decode()
    assert RENAME not in page
    assert "Editor" in page
    assert as_edith.post(RENAME, {"name": "Mine"}).status_code == 403


def test_one_section_is_marked(as_alice):
    page = as_alice.get(PAGE).content.decode()
    nav = page.partition('class="settings__nav"')[2].partition("</nav>")[0]
    assert nav.count('aria-current="page"') == 1
    assert "/w/acme/settings/invitations/" in nav
