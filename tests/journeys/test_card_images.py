"""Pictures on a map: bounded, written anew, described, for members only."""

import io

import pytest
from PIL import Image

from cxjourney.activity.models import Change
from cxjourney.models import Card, CardImage
from tests import factories
from tests.journeys.answers import body, undo
from tests.personas.conftest import picture


@pytest.fixture
def images(map_):
    return factories.Lane(map=map_, workspace=map_.workspace, kind="images", title="Storyboard")


@pytest.fixture
def add(images, stage):
    return f"/w/acme/lanes/{images.pk}/stages/{stage.pk}/cards/new/"


def upload(client, url, file, hx=None, **fields):
    data = {"text": "A queue at the door", **fields}
    return client.post(url, data | ({"image": file} if file else {}), headers=hx or {})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_what_it_shows(as_edith, add, map_, form, hx):
    response = upload(as_edith, add, picture(form), hx)
    card = Card.objects.get()
    shown = f'<img src="/w/acme/cards/images/{card.image_id}/thumb/" alt="A queue at the door"'
    assert shown in body(response)
    assert shown in body(as_edith.get(f"/w/acme/maps/{map_.pk}/"))
    as_edith.post(undo(response), headers=hx)
    assert shown not in body(as_edith.get(f"/w/acme/maps/{map_.pk}/"))


def test_the_form_sends_files(as_edith, add, hx):
    page = body(as_edith.get(add, headers=hx))
    assert 'enctype="multipart/form-data"' in page
    assert 'hx-encoding="multipart/form-data"' in page


def test_served_to_members_small_and_large(as_edith, as_bob, as_charlie, client, add):
    upload(as_edith, add, picture(size=(3000, 1500)))
    pk = CardImage.objects.get().pk
    for path, size in (("", (1600, 800)), ("thumb/", (480, 240))):
        url = f"/w/acme/cards/images/{pk}/{path}"
        response = as_bob.get(url)
        assert Image.open(io.BytesIO(response.content)).size == size
        assert response["Content-Type"] == "image/webp"
        assert "private" in response["Cache-Control"]
        assert as_bob.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
        assert as_charlie.get(url).status_code == 404
        assert as_charlie.get(url.replace("acme", "rival")).status_code == 404
        assert client.get(url).status_code == 302


def test_place_and_camera_are_taken_out(as_edith, add):
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    file.name = "queue.jpg"
    file.seek(0)
    upload(as_edith, add, file)
    kept = CardImage.objects.get()
    for data in (kept.data, kept.thumb):
        assert b"Secret camera" not in bytes(data)
        assert not Image.open(io.BytesIO(bytes(data))).getexif()


def test_what_is_no_picture_is_refused_beside_the_field(as_edith, add, hx):
    file = io.BytesIO(b"<svg onload='alert(1)'/>")
    file.name = "queue.jpg"
    response = upload(as_edith, add, file, hx)
    assert response.status_code == 422
    assert "This is no JPEG, PNG or WebP picture." in body(response)
    assert "A queue at the door</textarea>" in body(response)
    assert not CardImage.objects.exists()


def test_picture_and_words_are_both_needed(as_edith, add, hx):
    response = upload(as_edith, add, None, hx, text="")
    assert response.status_code == 422
    assert "Choose a picture first." in body(response)
    assert "Say in a few words what the picture shows." in body(response)


def test_another_picture_takes_its_place_and_goes_back(as_edith, add, hx):
    upload(as_edith, add, picture())
    card = Card.objects.get()
    seen = {"base": card.text, "version": card.version}
    response = upload(as_edith, f"/w/acme/cards/{card.pk}/edit/", picture(), hx, **seen)
    first, second = CardImage.objects.order_by("pk")
    card.refresh_from_db()
    assert card.image == second
    as_edith.post(undo(response), headers=hx)
    card.refresh_from_db()
    assert card.image == first


def test_words_alone_keep_the_picture(as_edith, add, hx):
    upload(as_edith, add, picture())
    card = Card.objects.get()
    seen = {"base": card.text, "version": card.version, "text": "A longer queue"}
    as_edith.post(f"/w/acme/cards/{card.pk}/edit/", seen, headers=hx)
    card.refresh_from_db()
    assert (card.text, card.image) == ("A longer queue", CardImage.objects.get())


def test_a_clash_keeps_no_second_picture(as_edith, add, hx):
    upload(as_edith, add, picture())
    card = Card.objects.get()
    seen = {"base": "Something else", "version": 0, "text": "Mine"}
    assert upload(as_edith, f"/w/acme/cards/{card.pk}/edit/", picture(), hx, **seen).status_code == 409
    assert CardImage.objects.count() == 1


def test_the_same_press_again_keeps_one(as_edith, add):
    import uuid

    key = uuid.uuid4()
    for _ in range(2):
        upload(as_edith, add, picture(), key=key)
    assert Card.objects.get().image == CardImage.objects.get()


def test_as_large_as_it_is(as_edith, as_bob, add, card, hx):
    upload(as_edith, add, picture())
    pk = Card.objects.get(image__isnull=False).pk
    page = body(as_bob.get(f"/w/acme/cards/{pk}/picture/", headers=hx))
    assert 'id="picture-dialog"' in page
    assert 'alt="A queue at the door"' in page
    assert "<html" in body(as_bob.get(f"/w/acme/cards/{pk}/picture/"))
    assert as_bob.get(f"/w/acme/cards/{card.pk}/picture/").status_code == 404


def test_pictures_keep_to_their_lanes(as_edith, add, lane, stage, hx):
    upload(as_edith, add, picture())
    card = Card.objects.get()
    where = {"lane": lane.pk, "stage": stage.pk, "before": ""}
    assert as_edith.post(f"/w/acme/cards/{card.pk}/move/", where, headers=hx).status_code == 422


def test_lines_make_no_pictures(as_edith, add, hx):
    response = as_edith.post(add, {"text": "One\nTwo", "split": "1"}, headers=hx)
    assert response.status_code == 422
    assert not Card.objects.exists()


def test_only_editors(gate, add):
    gate(add, get=True)
    assert not Change.objects.exists()
