"""A picture of one's own as the portrait: bounded, written anew, for members only."""

import io

import pytest
from PIL import Image

from cxjourney.models import PersonaImage
from cxjourney.personas import actions
from tests import factories
from tests.personas.conftest import picture, sheet_of


def upload(client, persona, file, hx=None, alt="Nora in her shop"):
    data = {"image": file, "alt": alt} if file else {"alt": alt}
    return client.post(f"{sheet_of(persona)}image/", data, headers=hx or {})


def image_url(persona, thumb: bool = False) -> str:
    return f"/w/acme/personas/images/{persona.image_id}/{'thumb/' if thumb else ''}"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_takes_the_place_of_the_drawn_one_and_can_be_undone(as_edith, persona, hx, form):
    response = upload(as_edith, persona, picture(form), hx)
    assert response.status_code == 200
    persona.refresh_from_db()
    assert persona.alt == "Nora in her shop"
    assert image_url(persona) in response.content.decode()
    assert 'alt="Nora in her shop"' in response.content.decode()
    as_edith.post("/w/acme/undo/", headers=hx)
    persona.refresh_from_db()
    assert (persona.image_id, persona.alt) == (None, "")


def test_served_to_members_with_the_right_headers(as_edith, as_bob, persona):
    upload(as_edith, persona, picture(size=(3000, 1500)))
    persona.refresh_from_db()
    for thumb, size in ((False, (1200, 600)), (True, (192, 192))):
        response = as_bob.get(image_url(persona, thumb))
        assert Image.open(io.BytesIO(response.content)).size == size
        assert response["Content-Type"] == "image/webp"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "private" in response["Cache-Control"]
        assert "immutable" in response["Cache-Control"]
        again = as_bob.get(image_url(persona, thumb), headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_nobody_else_sees_it(as_edith, as_charlie, client, persona):
    upload(as_edith, persona, picture())
    persona.refresh_from_db()
    for thumb in (False, True):
        assert as_charlie.get(image_url(persona, thumb)).status_code == 404
        assert as_charlie.get(image_url(persona, thumb).replace("acme", "rival")).status_code == 404
        assert client.get(image_url(persona, thumb)).status_code == 302


def test_place_and_camera_are_taken_out(as_edith, persona):
    exif = Image.Exif()
    exif[0x010F] = "SpyCam"  # maker
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    upload(as_edith, persona, picture(exif=exif, size=(300, 200)))
    kept = PersonaImage.objects.get()
    read = Image.open(io.BytesIO(bytes(kept.data)))
    assert read.size == (200, 300)  # set upright
    assert not read.getexif()
    for data in (kept.data, kept.thumb):
        assert b"SpyCam" not in bytes(data)
        assert b"Exif" not in bytes(data)


@pytest.mark.parametrize(
    "file",
    [
        picture("GIF", name="a.gif"),
        picture("BMP", name="really.jpg"),
        None,
    ],
)
def test_what_is_no_such_picture_is_refused_in_words(as_edith, persona, hx, file):
    for headers in (hx, {}):
        if file:
            file.seek(0)
        response = upload(as_edith, persona, file, headers)
        assert response.status_code == 422
        assert "field__errors" in response.content.decode()
    assert not PersonaImage.objects.exists()


def test_it_must_be_described(as_edith, persona, hx):
    response = upload(as_edith, persona, picture(), hx, alt=" ")
    assert response.status_code == 422
    assert "what the picture shows" in response.content.decode()


def test_a_drawn_one_takes_its_place_again(as_edith, persona):
    upload(as_edith, persona, picture())
    as_edith.post(f"{sheet_of(persona)}edit/", {"portrait": "5"})
    persona.refresh_from_db()
    assert (persona.image_id, persona.portrait) == (None, 5)


def test_a_copy_shows_the_same_picture(as_edith, edith, persona):
    upload(as_edith, persona, picture())
    persona.refresh_from_db()
    copy = actions.duplicate_persona(by=edith, persona=persona)
    assert copy.after["image_id"] == persona.image_id


def test_only_editors(as_bob, as_connie, as_charlie, persona):
    assert upload(as_bob, persona, picture()).status_code == 403
    assert upload(as_connie, persona, picture()).status_code == 403
    assert upload(as_charlie, persona, picture()).status_code == 404


def test_the_library_reads_no_picture(as_bob, workspace, django_assert_num_queries):
    for _ in range(2):
        image = factories.PersonaImage(workspace=workspace)
        factories.Persona(workspace=workspace, image=image)
        with django_assert_num_queries(5) as seen:
            as_bob.get("/w/acme/personas/")
        assert not any('personaimage"."data' in query["sql"] for query in seen)
