"""The library of images: upload, look up, delete; and pasting."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_article, make_document
from tests.pictures import file_of, make_screenshot
from tests.staff.people import sign_in
from tests.staff.queries import count_queries
from troubleshooting.documents.lint import lint
from troubleshooting.documents.pasting import LONGEST, MOST_TAGS
from troubleshooting.documents.schema import Text
from troubleshooting.images import store_image
from troubleshooting.models import AuditEntry, Image
from troubleshooting.publishing import PublishingError, current_catalog, publish, save_revision

pytestmark = pytest.mark.django_db
SAYS = "The sign-in window"
JSON = {"Accept": "application/json"}
LIBRARY = "/admin/images/"


def file(content=None, name="shot.png", kind="image/png"):
    return SimpleUploadedFile(name, file_of(make_screenshot()) if content is None else content, kind)


def upload(client, *, content=None, alternative=SAYS, headers=None, **named):
    return client.post(LIBRARY, {"image": file(content, **named), "alternative": alternative}, headers=headers or {})


def make_image(alternative=SAYS, width=400):
    return store_image(data=file_of(make_screenshot(width)), alternative=alternative, by=None)


def with_image(address, alternative=SAYS):
    return make_document(body=(Text(markdown=f"![{alternative}]({address})"),))


def test_an_editor_uploads_and_gets_the_markdown_to_copy(client):
    editor = sign_in(client, "Editors")
    response = upload(client)
    image = Image.objects.get()
    assert response.url == reverse("admin:image", args=[image.pk])
    page = client.get(response.url).content.decode()
    assert f"![{SAYS}](/images/{image.name})" in page
    assert "Uploaded. Copy the Markdown" in page
    assert AuditEntry.objects.get().actor_id == editor.pk


def test_the_editors_get_the_markdown_as_json(client):
    sign_in(client, "Editors")
    response = upload(client, alternative="The [old]  window", headers=JSON)
    image = Image.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "markdown": f"![The [old] window](/images/{image.name})", "url": f"/images/{image.name}",
    }  # fmt: skip


def test_what_a_file_is_called_or_says_of_itself_decides_nothing(client):
    sign_in(client, "Editors")
    assert upload(client, name="x.svg", kind="text/html", headers=JSON).status_code == 201
    refused = upload(client, content=b"<svg onload='alert(1)'/>", name="x.png", headers=JSON)
    assert refused.status_code == 400
    assert "Save it as PNG" in refused.json()["error"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"alternative": ""}, "Say what the image shows"),
        ({"alternative": "shot.png"}, "does not say what the image shows"),
        ({"content": b"nonsense"}, "cannot be read as an image"),
        ({"content": b""}, "empty"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(client, more, words):
    sign_in(client, "Editors")
    response = upload(client, **more)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert f'value="{more.get("alternative", SAYS)}"' in response.content.decode()
    assert words in upload(client, headers=JSON, **more).json()["error"]
    assert not Image.objects.exists()


def test_a_form_without_a_file_asks_for_one(client):
    sign_in(client, "Editors")
    response = client.post(LIBRARY, {"alternative": SAYS}, headers=JSON)
    assert (response.status_code, response.json()) == (400, {"error": "Choose an image to upload."})


@pytest.mark.parametrize("megabytes", [10.5, 12])
def test_a_file_that_is_too_large_is_refused_and_leaves_nothing_on_disk(client, settings, tmp_path, megabytes):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    sign_in(client, "Editors")
    response = upload(client, content=b"\x89PNG" + b"x" * int(megabytes * 1_048_576), headers=JSON)
    assert response.status_code == 400
    assert "larger than 10 MB" in response.json()["error"]
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.parametrize(
    ("group", "see", "add", "delete"),
    [("Editors", 200, 201, 403), ("Publishers", 200, 201, 302), ("Analysts", 403, 403, 403)],
)
def test_each_group_may_do_what_its_work_needs(client, group, see, add, delete):
    image = make_image(width=100)
    sign_in(client, group)
    assert client.get(LIBRARY).status_code == see
    assert client.get(reverse("admin:image", args=[image.pk])).status_code == see
    assert upload(client, headers=JSON).status_code == add
    assert client.post(reverse("admin:image_delete", args=[image.pk])).status_code == delete
    assert client.post("/admin/paste/", {"html": "<b>a</b>"}).status_code == see


def test_strangers_are_led_to_the_sign_in_page(client):
    for address in (LIBRARY, "/admin/images/1/", "/admin/images/1/delete/", "/admin/paste/"):
        response = client.post(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_methods_and_addresses_that_mean_nothing_are_refused(client):
    sign_in(client, "Publishers")
    assert client.get("/admin/images/99/").status_code == 404
    assert client.post("/admin/images/99/delete/").status_code == 404
    assert client.delete(LIBRARY).status_code == 405
    assert client.get("/admin/paste/").status_code == 405
    assert client.get(reverse("admin:image_delete", args=[make_image().pk])).status_code == 405


def test_an_upload_without_the_form_s_token_or_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "Editors")
    assert upload(client).status_code == 403
    assert upload(client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Image.objects.exists()


def test_the_library_can_be_searched_and_is_read_at_one_cost(client):
    sign_in(client, "Editors")
    make_image("A red door", width=90)
    with_one = count_queries(lambda: client.get(LIBRARY))
    for number in range(26):
        make_image(f"Blue window {number}", width=100 + number)
    assert count_queries(lambda: client.get(LIBRARY)) == with_one
    page = client.get(LIBRARY).content.decode()
    assert page.count("loading=") == 24
    assert "Older" in page
    found = client.get(LIBRARY, {"q": "red"}).content.decode()
    assert "A red door" in found
    assert "Blue window" not in found
    assert "Try other words" in client.get(LIBRARY, {"q": "green"}).content.decode()


def test_an_empty_library_says_how_to_begin(client):
    sign_in(client, "Editors")
    assert "paste a screenshot" in client.get(LIBRARY).content.decode()


def test_the_page_of_an_image_names_where_it_is_used(client):
    sign_in(client, "Publishers")
    image = make_image()
    address = reverse("admin:image", args=[image.pk])
    assert "Nothing that is public or being written" in client.get(address).content.decode()

    article = make_article(with_image(f"/images/{image.name}"))
    page = client.get(address).content.decode()
    assert reverse("admin:troubleshooting_article_change", args=[article.pk]) in page
    assert "image-delete" not in page
    response = client.post(reverse("admin:image_delete", args=[image.pk]), follow=True)
    assert "the image is used in “Bank error 9”" in response.content.decode()
    assert Image.objects.exists()


def test_an_image_that_nothing_shows_is_deleted_by_a_publisher(client):
    sign_in(client, "Publishers")
    response = client.post(reverse("admin:image_delete", args=[make_image().pk]), follow=True)
    assert "Deleted: “The sign-in window”." in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize(("group", "shown"), [("Editors", True), ("Analysts", False)])
def test_the_front_page_leads_to_the_images_for_those_who_may_see_them(client, group, shown):
    sign_in(client, group)
    assert (f'href="{LIBRARY}"' in client.get("/admin/").content.decode()) is shown


# What the checks say


def test_an_image_that_is_not_there_keeps_an_article_from_being_published():
    article = make_article()
    revision = save_revision(document=with_image(f"/images/{'a' * 32}-10x10.webp"), article=article)
    with pytest.raises(PublishingError, match="There is no image"):
        publish(revision)
    image = make_image()
    publish(save_revision(document=with_image(f"/images/{image.name}"), article=article))


def test_the_names_of_images_are_read_once_and_only_for_documents_with_images(django_assert_num_queries):
    make_article()
    image, catalog = make_image(), current_catalog()
    with django_assert_num_queries(0):
        lint(make_document(), catalog)
    with django_assert_num_queries(1):
        for _ in range(3):
            assert lint(with_image(f"/images/{image.name}"), catalog) == ()


# Pasting


def test_pasted_html_becomes_markdown(client):
    sign_in(client, "Editors")
    response = client.post("/admin/paste/", {"html": "<ul><li>a</li><li><b>b</b></li></ul>"})
    assert response.json() == {"markdown": "- a\n- **b**"}
    assert client.post("/admin/paste/", {"html": "<span>a</span>"}).json() == {"markdown": ""}
    assert client.post("/admin/paste/").json() == {"markdown": ""}


def test_a_paste_that_is_too_large_is_refused_with_a_reason(client):
    sign_in(client, "Editors")
    response = client.post("/admin/paste/", {"html": "x" * (LONGEST + 1)})
    assert response.status_code == 413
    assert "in parts" in response.json()["error"]
    assert client.post("/admin/paste/", {"html": "x" * 2_000_000}).status_code in (400, 413)
    assert client.post("/admin/paste/", {"html": "<b>" * (MOST_TAGS + 1)}).status_code == 413
