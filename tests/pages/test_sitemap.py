"""What search engines may list: /robots.txt, and the sitemap by every rule of its protocol."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.factories import make_article, make_bank_article, make_catalog, make_document
from troubleshooting.http.store import clock
from troubleshooting.models import Product, Topic
from troubleshooting.publishing import publish, retire, save_revision
from troubleshooting.views import sitemap

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, path="/sitemap.xml", root="urlset"):
    """Addresses and dates of a file, once it is seen to keep the protocol."""
    clock.reset()
    response = client.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) <= 50 * 1024 * 1024
    tree = ET.fromstring(response.content)  # noqa: S314 our own answer
    assert tree.tag == NAMESPACE + root
    entries = {}
    for entry in tree:
        assert entry.tag == NAMESPACE + {"urlset": "url", "sitemapindex": "sitemap"}[root]
        assert [child.tag for child in entry] in ([NAMESPACE + "loc"], [NAMESPACE + "loc", NAMESPACE + "lastmod"])
        address = entry[0].text
        assert address.startswith("http://testserver/")
        assert len(address) < 2048
        assert address not in entries
        entries[address.removeprefix("http://testserver")] = entry[1].text if len(entry) > 1 else None
    assert len(entries) <= 50_000
    for changed in filter(None, entries.values()):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", changed)
    return entries


def day(text):
    return datetime.fromisoformat(text)


def test_every_listed_address_answers_and_is_its_own_canonical(client):
    make_bank_article(products=("ledger",))
    entries = read(client)
    assert list(entries) == ["/", "/products/", "/topics/banking/", "/products/ledger/", "/articles/error-9/"]
    for path in entries:
        page = client.get(path)
        assert page.status_code == 200
        assert f'<link rel="canonical" href="http://testserver{path}">' in page.content.decode()
        assert 'name="robots"' not in page.content.decode()


def test_dates_are_those_of_the_text_and_shelves_are_as_new_as_their_newest_article(client):
    old = make_article(slug="old", codes=())
    new = make_article(slug="new", codes=(), products=("ledger",))
    entries = {path: day(changed) for path, changed in read(client).items()}
    assert entries["/articles/old/"] == old.published_at.replace(microsecond=0)
    newest = new.published_at.replace(microsecond=0)
    assert entries["/articles/new/"] == newest
    assert {entries[path] for path in ("/", "/products/", "/topics/banking/", "/products/ledger/")} == {newest}


def test_a_minor_edit_leaves_the_date(client):
    article = make_article()
    before = read(client)
    publish(save_revision(document=make_document(summary="The bank does not reply."), article=article, is_minor=True))
    assert read(client) == before


def test_drafts_retired_articles_and_empty_shelves_are_not_listed(client):
    make_catalog()
    Topic.objects.create(slug="empty", name="Empty")
    Product.objects.create(slug="unused", name="Unused")
    article = make_article()
    save_revision(document=make_document(slug="draft"))
    assert list(read(client)) == ["/", "/topics/banking/", "/articles/error-9/"]
    retire(article)
    assert read(client) == {"/": None}


def test_the_sitemap_of_an_empty_portal_has_the_home_page_alone(client):
    assert read(client) == {"/": None}


def test_more_addresses_than_a_file_may_hold_make_an_index_of_files_that_have_them_all(client, monkeypatch):
    articles = [make_article(slug=f"article-{number}", title=f"Article {number}", codes=()) for number in range(5)]
    whole = read(client)
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 3)
    index = read(client, "/sitemap.xml", "sitemapindex")
    assert list(index) == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-2.xml"]
    parts = {path: read(client, path) for path in index}
    assert {path: changed for part in parts.values() for path, changed in part.items()} == whole
    assert [len(part) for part in parts.values()] == [2, 3, 2]
    assert day(index["/sitemap-1.xml"]) == articles[2].published_at.replace(microsecond=0)
    assert day(index["/sitemap-2.xml"]) == articles[4].published_at.replace(microsecond=0)


@pytest.mark.parametrize("part", ["1", "2", "999999999999999999999999"])
def test_a_part_that_is_not_there_is_no_such_page(client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_sitemap_costs_as_many_queries_for_five_articles_as_for_one(client, django_assert_num_queries, count):
    for number in range(count):
        make_article(slug=f"article-{number}", codes=(), products=("ledger",))
    with django_assert_num_queries(5):  # the version, topics, products, how many articles, the articles
        client.get("/sitemap.xml")


# robots.txt


def allowed(rules, path):
    """By RFC 9309: the longest rule that matches decides, ``*`` stands for any text."""
    found = [("Allow", "")]
    for kind, pattern in re.findall(r"^(Allow|Disallow): (\S+)$", rules, re.MULTILINE):
        if re.match(re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$"), path):
            found.append((kind, pattern))
    return max(found, key=lambda rule: (len(rule[1]), rule[0] == "Allow"))[0] == "Allow"


PLACES = [
    "/search/?q=9",
    "/articles/error-9/guide/",
    "/articles/error-9/guide/moved/?change=moved",
    "/articles/error-9/reports/",
    "/articles/error-9/contact/?change=moved",
    "/preview/token/",
    "/visits/",
    "/admin/login/",
]


def test_robots_may_fetch_what_the_sitemap_lists_and_no_place_on_the_way(client):
    make_bank_article(products=("ledger",))
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = response.content.decode()
    files = ["/articles/error-9.md", "/articles/error-9.json", "/llms.txt", "/feed.atom", "/static/css/portal.css"]
    listed = [*read(client), *files]
    assert [path for path in listed if not allowed(rules, path)] == []
    assert [path for path in PLACES if allowed(rules, path)] == []


def test_robots_are_told_where_the_sitemap_is(client):
    (address,) = re.findall(r"^Sitemap: (\S+)$", client.get("/robots.txt").content.decode(), re.MULTILINE)
    assert address == "http://testserver/sitemap.xml"
    assert client.get(urlsplit(address).path).status_code == 200
