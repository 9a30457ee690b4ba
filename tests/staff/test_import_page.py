"""Importing through the admin: upload, look, import as drafts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.importing.test_sources import packed
from tests.staff.people import sign_in
from troubleshooting.admin import importing
from troubleshooting.models import Article, ImportedFile, Topic, Upload

pytestmark = pytest.mark.django_db
URL = "admin:troubleshooting_article_import"
HELP = "---\ntitle: {}\n---\n\n## Resolution\n\n1. Turn it off.\n2. Turn it on.\n"
HELP_FILES = {"jammed.md": HELP.format("Paper <jam>"), "silent.md": HELP.format("No sound"), "bad.md": b"\xff\xfe\x00"}


def upload(client, data=None, name="help.zip", **fields):
    file = SimpleUploadedFile(name, packed(HELP_FILES) if data is None else data)
    return client.post(reverse(URL), {"file": file, **fields}, follow=True)


@pytest.fixture
def publisher(client):
    return sign_in(client, "Publishers")


def test_the_article_list_leads_to_it_for_those_who_may(client, publisher):
    assert reverse(URL) in client.get(reverse("admin:troubleshooting_article_changelist")).content.decode()


@pytest.mark.parametrize("group", ["Editors", "Analysts"])
def test_others_neither_see_nor_reach_it(client, group):
    kept = Upload.objects.create(name="a.md", content=b"a", uploaded_by=sign_in(client, "Publishers"))
    sign_in(client, group)
    assert client.get(reverse(URL)).status_code == 403
    assert upload(client).status_code == 403
    assert client.post(reverse(f"{URL}_preview", args=[kept.pk])).status_code == 403
    assert not Article.objects.exists()


def test_the_preview_shows_what_would_be_made_and_writes_no_article(client, publisher):
    response = upload(client)
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Paper &lt;jam&gt;", "<code>jammed</code>", "new", "What became what", "Import as drafts"):
        assert words in page
    assert not any(model.objects.exists() for model in (Article, Topic, ImportedFile))
    assert Upload.objects.get().uploaded_by == publisher


def test_the_import_makes_the_drafts_that_were_previewed(client, publisher):
    address = upload(client).request["PATH_INFO"]
    page = client.post(address).content.decode()
    assert "Imported as drafts" in page
    assert {"jammed", "silent"} <= set(Article.objects.values_list("slug", flat=True))
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}
    assert Article.objects.get(slug="jammed").revisions.get().author == publisher
    assert not Upload.objects.exists()


def test_one_file_may_be_uploaded_alone(client, publisher):
    address = upload(client, HELP.format("Alone").encode(), "alone.md").request["PATH_INFO"]
    client.post(address)
    assert Article.objects.get().slug == "alone"


def test_files_of_several_kinds_are_asked_about(client, publisher):
    data = packed({"a.md": HELP.format("A"), "g.json": '{"nodes": [], "edges": [], "start": "a"}'})
    response = upload(client, data)
    assert response.status_code == 422
    assert "several kinds" in response.content.decode()
    address = response.request["PATH_INFO"]
    assert "<code>a</code>" in client.get(address, {"kind": "markdown"}).content.decode()
    client.post(address, {"kind": "markdown"})
    assert Article.objects.get().slug == "a"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.zip", "empty"),
        (b"no archive", "a.zip", "Pack the folder again"),
        (b"{}", "a.json", "nothing to import"),
    ],
)
def test_what_is_no_collection_is_a_message(client, publisher, data, name, words):
    response = upload(client, data, name)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_what_is_too_large_is_a_message(client, publisher):
    response = upload(client, b"x" * (12 * 1_048_576), "a.md")
    assert response.status_code == 422
    assert "larger than 10 MB" in response.content.decode()
    assert not Upload.objects.exists()


def test_too_many_files_lead_to_the_command(client, publisher, monkeypatch):
    monkeypatch.setattr("troubleshooting.importing.uploads.MOST_FILES", 2)
    assert "import_articles" in upload(client).content.decode()


def test_an_import_that_takes_too_long_goes_on_with_the_next_press(client, publisher, monkeypatch):
    monkeypatch.setattr(importing, "SECONDS", -1.0)
    address = upload(client).request["PATH_INFO"]
    assert "Import again" in client.post(address).content.decode()
    assert Upload.objects.exists()
    monkeypatch.setattr(importing, "SECONDS", 60.0)
    client.post(address)
    assert Article.objects.filter(slug__in=["jammed", "silent"]).count() == 2


def test_an_upload_is_its_owners_alone_and_can_be_thrown_away(client, publisher):
    address = upload(client).request["PATH_INFO"]
    sign_in(client, "Publishers")
    assert client.get(address).status_code == 404
    client.force_login(publisher)
    client.post(address, {"discard": "1"})
    assert not Upload.objects.exists()
    assert client.get(address).status_code == 404


def test_an_upload_that_nobody_imported_is_deleted_after_a_day(client, publisher):
    upload(client)
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    upload(client)
    assert Upload.objects.count() == 1


def test_other_methods_are_refused(client, publisher):
    kept = Upload.objects.create(name="a.md", content=b"a", uploaded_by=publisher)
    assert client.put(reverse(URL)).status_code == 405
    assert client.delete(reverse(f"{URL}_preview", args=[kept.pk])).status_code == 405
