"""The gate reads three rows by hand; this holds it to what the ORM would have read."""

import pytest

from cxjourney.workspaces.access import find_membership
from cxjourney.workspaces.models import Membership
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def test_every_column_is_as_the_orm_reads_it(rf, alice):
    request = rf.get("/")
    request.session = signed_in(alice).session
    found = find_membership(request, alice.workspace.slug)
    same = Membership.objects.select_related("user", "workspace").get(pk=alice.pk)
    for ours, theirs in [(found, same), (found.user, same.user), (found.workspace, same.workspace)]:
        for field in theirs._meta.concrete_fields:
            assert getattr(ours, field.attname) == getattr(theirs, field.attname), field


def test_it_takes_one_query(rf, alice, django_assert_num_queries):
    request = rf.get("/")
    request.session = signed_in(alice).session
    request.session.get("_auth_user_id")
    with django_assert_num_queries(1):
        assert find_membership(request, alice.workspace.slug).user.display_name == "Alice"
