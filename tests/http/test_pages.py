"""Stored pages: the same bytes for everybody, fresh within a second of a publishing."""

import gzip

import pytest
from django.db import DatabaseError

from tests.factories import make_article, make_bank_article, make_document
from troubleshooting.http import pages, store
from troubleshooting.models import Article, ContentVersion
from troubleshooting.publishing import publish, save_revision

pytestmark = pytest.mark.django_db
URL = "/articles/error-9/"
GZIP = {"Accept-Encoding": "gzip, br"}


def republish(article, **changes):
    publish(save_revision(document=make_document(**changes), article=article))


def test_a_warm_page_costs_no_query(client, django_assert_num_queries):
    make_article()
    client.get(URL)
    with django_assert_num_queries(0):
        assert client.get(URL).status_code == 200


def test_a_stored_page_is_the_very_response_that_was_rendered(client):
    make_article()
    first, second = client.get(URL), client.get(URL)
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=junk; csrftoken=junk"},
        {"Accept-Language": "de"},
        {"HX-Request": "true"},
        {"Authorization": "Basic eA=="},
        {"User-Agent": "x"},
    ],
)
@pytest.mark.parametrize("url", ["/", URL, f"{URL}guide/change/", f"{URL}contact/", "/search/?q=9", "/topics/banking/"])
def test_whoever_asks_gets_the_same_bytes_and_no_cookie(client, url, headers):
    make_bank_article()
    plain = client.get(url)
    store.clock.reset()
    asked = client.get(url, headers=headers)
    assert asked.content == plain.content
    assert asked["ETag"] == plain["ETag"]
    assert "Set-Cookie" not in asked
    assert asked["Vary"] == "Accept-Encoding"
    assert asked["Cache-Control"].startswith("public, max-age=60")


def test_a_browser_that_takes_gzip_gets_the_same_page_compressed(client):
    make_article()
    plain, packed = client.get(URL), client.get(URL, headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert int(packed["Content-Length"]) == len(packed.content)


def test_a_page_the_browser_has_is_not_sent_again(client):
    make_article()
    etag = client.get(URL)["ETag"]
    again = client.get(URL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert client.get(URL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_publishing_reaches_the_page_once_the_version_is_asked_again(client, monkeypatch):
    article = make_article(title="Old title")
    client.get(URL)
    republish(article, title="New title")
    assert "Old title" in client.get(URL).content.decode()
    monkeypatch.setattr(store, "VERSION_CHECK_SECONDS", 0)
    assert "New title" in client.get(URL).content.decode()


def test_a_page_outlives_a_database_that_is_down(client, monkeypatch):
    make_article()
    client.get(URL)

    def down():
        raise DatabaseError("down")

    monkeypatch.setattr(store, "VERSION_CHECK_SECONDS", 0)
    monkeypatch.setattr(ContentVersion, "current", down)
    assert client.get(URL).status_code == 200


def test_an_address_with_unknown_keys_is_served_but_not_stored(client, django_assert_num_queries):
    make_article()
    client.get(URL)
    stored = len(pages.pages)
    assert client.get(f"{URL}?utm=1").content == client.get(URL).content
    assert len(pages.pages) == stored


def test_a_host_that_is_not_ours_gets_nothing_stored(client):
    make_article()
    client.get(URL)
    assert client.get(URL, headers={"Host": "evil.example"}).status_code == 400


def test_the_store_stays_within_its_bytes(client, settings):
    settings.PAGE_CACHE_MB = 1
    make_article()
    page = pages._prepare(pages.PublicPage("x" * 400_000))
    for number in range(5):
        pages.pages.put(("http", "testserver", f"/{number}", ""), page, store.clock.stamp())
    assert 0 < pages.pages.size <= 1_048_576
    assert len(pages.pages) == 2


def test_zero_seconds_store_nothing(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    make_article()
    stored = len(pages.pages)
    client.get(URL)
    assert len(pages.pages) == stored


def test_a_head_asks_for_the_headers_of_the_page(client):
    make_article()
    assert client.head(URL)["ETag"] == client.get(URL)["ETag"]


def test_staff_pages_are_never_stored(client):
    stored = len(pages.pages)
    response = client.get("/admin/login/")
    assert "no-store" in response["Cache-Control"]
    assert len(pages.pages) == stored
    assert Article.objects.count() == 0


def test_a_page_rendered_while_its_content_changed_is_rendered_again(rf, monkeypatch):
    monkeypatch.setattr(store, "VERSION_CHECK_SECONDS", 0)
    rendered = []

    def view(_request):
        page = pages.PublicPage(f"Text {len(rendered)}")
        page.canonical = "/changing/"
        rendered.append(page)
        if len(rendered) == 1:
            ContentVersion.bump()
        return page

    served = [pages.PageCache(view)(rf.get("/changing/")).content for _time in range(3)]
    assert served == [b"Text 0", b"Text 1", b"Text 1"]


def test_what_was_kept_for_its_time_is_given_no_more():
    brief = store.Store(limit=lambda: 10, size=len, seconds=lambda: 0)
    brief.put("key", "value", store.clock.stamp())
    assert brief.get("key") is None
