"""The public address of an image."""

import pytest

from tests.pictures import file_of, make_screenshot
from tests.staff.queries import count_queries
from troubleshooting.images import delete_image, store_image
from troubleshooting.views import images

pytestmark = pytest.mark.django_db


@pytest.fixture
def image():
    return store_image(data=file_of(make_screenshot()), alternative="The sign-in window", by=None)


def test_the_bytes_are_sent_to_be_kept_for_good_and_to_do_nothing(client, image):
    response = client.get(f"/images/{image.name}", headers={"Cookie": "session=x; csrf=y"})
    assert response.status_code == 200
    assert response.content == bytes(image.content)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_who_has_it_already_gets_no_bytes(client, image):
    etag = client.get(f"/images/{image.name}")["ETag"]
    response = client.get(f"/images/{image.name}", headers={"If-None-Match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"].endswith("immutable")


def test_the_head_is_answered(client, image):
    response = client.head(f"/images/{image.name}")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(image.size)


def test_nothing_else_is_allowed(client, image):
    assert client.post(f"/images/{image.name}").status_code == 405


@pytest.mark.parametrize("name", [f"{'a' * 32}-10x10.webp", "x.png", "a%00b", f"{'A' * 32}-10x10.webp", "-", "a" * 300])
def test_an_unknown_name_is_not_found_and_says_what_to_do(client, image, name):
    response = client.get(f"/images/{name}")
    assert response.status_code in (400, 404)
    assert 'action="/search/"' in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_names_that_no_image_can_have_are_not_looked_up(client):
    assert count_queries(lambda: client.get("/images/wp-login.php")) == 0


def test_the_images_of_a_warm_page_cost_no_query(client, image):
    address = f"/images/{image.name}"
    assert count_queries(lambda: client.get(address)) == 1
    assert count_queries(lambda: [client.get(address) for _ in range(5)]) == 0
    assert client.get(address).content == bytes(image.content)


def test_what_is_kept_in_memory_is_bounded(client, image, monkeypatch):
    other = store_image(data=file_of(make_screenshot(500, 400)), alternative="Another window", by=None)
    monkeypatch.setattr(images, "KEPT_BYTES", max(image.size, other.size))
    for each in (image, other):
        client.get(f"/images/{each.name}")
    assert images.kept.size <= images.KEPT_BYTES


def test_a_deleted_image_is_gone(client, image):
    name = image.name
    client.get(f"/images/{name}")
    delete_image(image, by=None)
    images.clock.reset()
    assert client.get(f"/images/{name}").status_code == 404
