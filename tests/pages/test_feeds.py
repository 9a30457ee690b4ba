"""The Atom feed by RFC 4287, the description of the search by OpenSearch 1.1, llms.txt by its form."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from tests.factories import make_article, make_catalog, make_document
from troubleshooting.http.store import clock
from troubleshooting.models import Topic
from troubleshooting.publishing import publish, retire, save_revision
from troubleshooting.views import feeds

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def renamed(article, slug):
    return publish(save_revision(document=make_document(slug=slug), article=article))


# Atom


def one(element, name):
    (found,) = element.findall(ATOM + name)
    return found


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(ATOM + "link")}


def read_feed(client):
    """The feed, once it is seen to keep the rules: one id, title, date; an author; each entry with a link and a summary."""
    clock.reset()
    response = client.get("/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)  # noqa: S314 our own answer
    assert feed.tag == ATOM + "feed"
    assert links(feed) == {"alternate": "http://testserver/", "self": "http://testserver/feed.atom"}
    assert one(one(feed, "author"), "name").text == "Help Center"
    entries = feed.findall(ATOM + "entry")
    for element in (feed, *entries):
        assert one(element, "title").text
        assert datetime.fromisoformat(one(element, "updated").text).tzinfo
    ids = [one(element, "id").text for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+:\S+", uri) for uri in ids)
    return feed, entries


def test_an_entry_tells_what_the_article_is_and_when_it_changed(client):
    article = make_article(publisher="Ledger Company")
    _feed, (entry,) = read_feed(client)
    assert one(entry, "title").text == "Bank error 9"
    assert links(entry) == {"alternate": "http://testserver/articles/error-9/"}
    assert one(entry, "summary").text == "The bank does not answer."
    assert one(entry, "category").get("term") == "Banking"
    assert one(one(entry, "author"), "name").text == "Ledger Company"
    assert datetime.fromisoformat(one(entry, "updated").text) == article.published_at


def test_a_later_change_moves_the_date_of_the_update_and_not_that_of_the_publication(client):
    article = make_article()
    _feed, (before,) = read_feed(client)
    article = publish(save_revision(document=make_document(summary="The bank is gone."), article=article))
    _feed, (after,) = read_feed(client)
    first, still = (datetime.fromisoformat(one(entry, "published").text) for entry in (before, after))
    assert abs(still - first) < timedelta(seconds=1)
    assert datetime.fromisoformat(one(after, "updated").text) == article.published_at
    assert one(after, "updated").text > one(before, "updated").text


def test_the_id_of_an_entry_outlives_its_address(client):
    article = make_article()
    _feed, (before,) = read_feed(client)
    renamed(article, "error-10")
    _feed, (after,) = read_feed(client)
    assert links(after) != links(before)
    assert one(after, "id").text == one(before, "id").text
    assert re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:article-\d+", one(after, "id").text)


def test_signs_of_markup_in_a_summary_are_text(client):
    make_article(title="A < B & C", summary="Is 1 < 2 & <b>bold</b>?")
    _feed, (entry,) = read_feed(client)
    assert one(entry, "title").text == "A < B & C"
    assert one(entry, "summary").get("type") == "html"
    assert one(entry, "summary").text == "Is 1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt;?"


def test_a_name_with_characters_that_xml_cannot_hold_breaks_nothing(client):
    make_article()
    Topic.objects.update(name="Bank\x0bing\ufffe")
    _feed, (entry,) = read_feed(client)
    assert one(entry, "category").get("term") == "Banking"


def test_the_feed_has_the_newest_first_and_no_more_than_its_length(client, monkeypatch):
    monkeypatch.setattr(feeds, "FEED_LENGTH", 2)
    for number in range(3):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    feed, entries = read_feed(client)
    assert [one(entry, "title").text for entry in entries] == ["Article 2", "Article 1"]
    assert one(feed, "updated").text == one(entries[0], "updated").text


def test_the_feed_of_an_empty_portal_is_a_feed(client):
    _feed, entries = read_feed(client)
    assert entries == []


def test_the_home_page_leads_to_the_feed(client):
    assert re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="/feed.atom">', home(client))


# OpenSearch


def home(client):
    return client.get("/").content.decode()


def test_the_search_is_described_for_a_browser(client, settings):
    settings.PORTAL_NAME = "The Ledger & Bank Help Center"
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    description = ET.fromstring(response.content)  # noqa: S314 our own answer
    assert description.tag == f"{OPENSEARCH}OpenSearchDescription"
    names = {name: description.findtext(OPENSEARCH + name) for name in ("ShortName", "LongName", "Description")}
    assert names["ShortName"] == "The Ledger & Ban"
    assert len(names["LongName"]) <= 48
    assert 0 < len(names["Description"]) <= 1024
    templates = {url.get("type"): url.get("template") for url in description.findall(f"{OPENSEARCH}Url")}
    assert templates["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert client.get(templates["text/html"].replace("{searchTerms}", "9")).status_code == 200
    assert 'type="application/opensearchdescription+xml"' in home(client)


# llms.txt


def sections(client):
    """Name, and links with their notes, of each section; the head has to have the form."""
    clock.reset()
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    head, *parts = re.split(r"^## ", response.content.decode(), flags=re.MULTILINE)
    assert re.match(r"# .+\n\n> .+\n", head)
    link = re.compile(r"- \[(.+)\]\((http://testserver/\S*)\)(?:: (.+))?")
    found = {}
    for part in parts:
        name, *lines = part.strip().splitlines()
        found[name] = [link.fullmatch(line).groups() for line in lines if line]
    return found


def test_language_models_find_each_article_as_markdown_under_its_topic(client):
    make_article()
    found = sections(client)
    assert list(found) == ["Banking", "Optional"]
    assert found["Banking"] == [
        ("Bank error 9", "http://testserver/articles/error-9.md", "The bank does not answer."),
    ]
    assert client.get("/articles/error-9.md").status_code == 200


def test_a_long_topic_shows_its_newest_and_where_the_others_are(client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_LINKS", 4)
    Topic.objects.create(slug="taxes", name="Taxes")
    for number in range(3):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    make_article(slug="tax", title="Tax", codes=(), topic="taxes")
    found = sections(client)
    assert [title for title, _url, _note in found["Banking"]] == ["Article 2", "Article 1", "All 3 articles on Banking"]
    assert [title for title, _url, _note in found["Taxes"]] == ["Tax"]


def test_signs_of_markdown_in_a_title_are_text(client):
    make_article(title="Error [9] *now*")
    assert sections(client)["Banking"][0][0] == r"Error \[9\] \*now\*"


@pytest.mark.parametrize("path", ["/feed.atom", "/llms.txt", "/sitemap.xml"])
def test_a_retired_article_is_gone_at_once_and_a_draft_never_there(client, monkeypatch, path):
    monkeypatch.setattr("troubleshooting.http.store.VERSION_CHECK_SECONDS", 0)
    article = make_article()
    save_revision(document=make_document(slug="draft"))
    before = client.get(path).content.decode()
    assert "/articles/error-9" in before
    assert "/articles/draft" not in before
    retire(article)
    assert "/articles/error-9" not in client.get(path).content.decode()


@pytest.mark.parametrize(("path", "queries"), [("/feed.atom", 2), ("/llms.txt", 3)])
@pytest.mark.parametrize("count", [1, 5])
def test_lists_for_programs_cost_the_same_queries_however_long(client, django_assert_num_queries, path, queries, count):
    make_catalog()
    for number in range(count):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    with django_assert_num_queries(queries):  # with the content's version
        client.get(path)


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/feed.atom", "/opensearch.xml", "/llms.txt"])
def test_files_for_programs_are_stored_like_pages(client, django_assert_num_queries, path):
    make_article()
    first = client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path, headers={"Cookie": "session=x"}).content == first.content
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.head(path)["ETag"] == first["ETag"]
    assert first["Cache-Control"].startswith("public, max-age=60")
    assert client.post(path).status_code == 405
