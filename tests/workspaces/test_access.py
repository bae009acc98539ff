"""The gate in front of every page of a workspace."""

from tests import factories

PAGE = "/w/acme/settings/"


def test_strangers_sign_in_and_come_back(client, workspace):
    assert client.get(f"{PAGE}?a=1")["Location"] == "/accounts/login/?next=/w/acme/settings/%3Fa%3D1"


def test_a_post_without_session_leads_to_the_start_not_to_itself(client, workspace):
    assert client.post(f"{PAGE}rename/")["Location"] == "/accounts/login/?next=/"


def test_htmx_moves_the_whole_page(client, workspace, hx):
    headers = hx | {"HX-Current-URL": "http://testserver/w/acme/settings/members/"}
    response = client.post(f"{PAGE}rename/", headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=/w/acme/settings/members/"


def test_outsiders_learn_nothing(as_charlie, workspace):
    assert as_charlie.get(PAGE).status_code == 404
    assert as_charlie.get("/w/nowhere/settings/").status_code == 404


def test_a_closed_account_is_out(as_bob, bob):
    bob.user.is_active = False
    bob.user.save()
    assert as_bob.get(PAGE).status_code == 404


def test_a_new_password_ends_other_sessions(as_bob, bob):
    bob.user.set_password("a new one")
    bob.user.save()
    assert as_bob.get(PAGE)["Location"].startswith("/accounts/login/")


def test_two_queries(as_bob, django_assert_num_queries):
    with django_assert_num_queries(2):  # session, membership with person and workspace
        as_bob.get(PAGE)


def test_the_wrong_method(as_alice):
    response = as_alice.put(PAGE)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_roles_are_of_this_workspace_only(as_alice, alice):
    other = factories.Membership(user=alice.user, role="viewer").workspace
    assert as_alice.post(f"/w/{other.slug}/settings/rename/", {"name": "x"}).status_code == 403
