"""Lists of articles and one article, as programs read them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_bank_article, make_document
from tests.staff.queries import count_queries
from troubleshooting.exporting import article_json
from troubleshooting.http.store import clock
from troubleshooting.models import Article
from troubleshooting.publishing import publish, retire, save_revision

pytestmark = pytest.mark.django_db
LIST = "/api/v1/articles/"


def make_articles(*numbers, **more):
    """Published in this order, a minute apart; the last one has changed last."""
    made = [make_article(title=f"Error {n}", slug=f"error-{n}", codes=(str(n),), **more) for n in numbers]
    for minutes, article in enumerate(made):
        moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        Article.objects.filter(pk=article.pk).update(published_at=moment)
    return made


def slugs(client, query=""):
    return [article["slug"] for article in client.get(LIST + query).json()["articles"]]


def test_the_index_leads_to_everything_without_a_parameter(client):
    make_bank_article()
    links = client.get("/api/v1/").json()
    assert len(links) == 6
    answers = {
        name: client.get(link, {"q": "9"} if name in {"search", "suggest"} else {}) for name, link in links.items()
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(links, 200)


def test_a_list_has_the_articles_changed_last_first_with_what_a_list_shows(client):
    make_articles(1, 2, products=("ledger",))
    answer = client.get(LIST).json()
    assert answer["next"] is None
    assert [article["slug"] for article in answer["articles"]] == ["error-2", "error-1"]
    assert answer["articles"][0] == {
        "slug": "error-2",
        "title": "Error 2",
        "summary": "The bank does not answer.",
        "codes": ["2"],
        "topic": {"slug": "banking", "name": "Banking"},
        "products": [{"slug": "ledger", "name": "Ledger"}],
        "updated_at": "2026-03-01T00:01:00Z",
        "href": "http://testserver/api/v1/articles/error-2/",
        "guide": "http://testserver/api/v1/articles/error-2/guide/",
        "url": "http://testserver/articles/error-2/",
    }


def test_pages_follow_one_another_without_a_gap_or_a_repetition_even_at_the_same_moment(client):
    made = make_articles(*range(1, 8))
    same = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    Article.objects.filter(pk__in=[article.pk for article in made[2:6]]).update(published_at=same)
    whole, met, url = slugs(client), [], f"{LIST}?limit=2"
    while url:
        response = client.get(url)
        url = response.json()["next"]
        assert response.headers.get("Link") == (f'<{url}>; rel="next"' if url else None)
        met += [article["slug"] for article in response.json()["articles"]]
    assert met == whole
    assert len(met) == 7


def test_a_publishing_between_two_pages_moves_no_article_out_of_the_second(client):
    make_articles(1, 2, 3, 4)
    following = client.get(f"{LIST}?limit=2").json()["next"]
    make_article(title="New", slug="new", codes=("77",))
    assert [article["slug"] for article in client.get(following).json()["articles"]] == ["error-2", "error-1"]


def test_filters_narrow_the_list_and_one_that_nothing_has_empties_it(client):
    make_articles(1, products=("ledger",))
    make_articles(2)
    assert slugs(client, "?product=ledger") == ["error-1"]
    assert slugs(client, "?topic=banking&code=error%20002") == ["error-2"]
    assert slugs(client, "?topic=nothing") == []
    assert slugs(client, "?product=ledger&code=2") == []
    assert slugs(client, "?unknown=1") == slugs(client)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-01T00:01:00Z", ["error-3", "error-2"]),
        ("2026-03-01T01:02:00+01:00", ["error-3"]),
        ("2026-03-01T01:02:00%2B01:00", ["error-3"]),
        ("2026-03-01T00:01:00.500Z", ["error-3"]),
        ("0001-01-01T00:00:00Z", ["error-3", "error-2", "error-1"]),
    ],
)
def test_changed_since_has_what_changed_then_or_later(client, moment, expected):
    make_articles(1, 2, 3)
    assert slugs(client, f"?changed_since={moment}") == expected


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=99999999999999999-1", "cursor"),
        ("changed_since=yesterday", "changed_since"),
        ("changed_since=2026-03-01", "changed_since"),
        ("changed_since=2026-02-30T00:00:00Z", "changed_since"),
        ("changed_since=0001-01-01T00:00:00%2B14:00", "changed_since"),
        ("topic=No+slug", "topic"),
        ("product=" + "x" * 61, "product"),
    ],
)
def test_a_parameter_that_is_not_as_described_is_named(client, query, name):
    response = client.get(f"{LIST}?{query}")
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert [(error["name"], error["where"]) for error in response.json()["errors"]] == [(name, "query")]


@pytest.mark.parametrize("cursor", ["0-0", "9999999999999999-999999999999999999"])
def test_any_cursor_of_the_described_form_is_answered(client, cursor):
    make_articles(1)
    assert slugs(client, f"?cursor={cursor}") == (["error-1"] if cursor[0] == "9" else [])


def test_an_article_is_its_document_with_its_addresses(client):
    article = make_bank_article()
    answer = client.get(f"{LIST}error-9/").json()
    links = {
        "href": "http://testserver/api/v1/articles/error-9/",
        "guide": "http://testserver/api/v1/articles/error-9/guide/",
    }
    told = article_json(article)
    assert dt.datetime.fromisoformat(answer.pop("updated_at")) == article.published_at
    assert answer == {name: value for name, value in told.items() if name != "updated_at"} | links


def test_a_renamed_article_is_found_by_its_former_slug_with_the_whole_address(client):
    article = make_bank_article()
    publish(save_revision(document=make_document(slug="bank-9"), article=article))
    clock.reset()
    for rest in ("", "guide/", "guide/change/?change=unsure"):
        response = client.get(f"{LIST}error-9/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"{LIST}bank-9/{rest}")


def test_what_is_retired_is_gone_and_what_is_a_draft_is_not_there(client):
    retire(make_bank_article())
    save_revision(document=make_document(slug="draft"))
    for path, status in (("error-9/", 410), ("error-9/guide/", 410), ("draft/", 404), ("nothing/", 404), ("%20/", 404)):
        response = client.get(LIST + path)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert response.json()["status"] == status
    assert slugs(client) == []


@pytest.mark.parametrize("code", ["9", "error 9", "ERR-009", "９"])
def test_a_code_has_every_article_that_carries_it_in_any_form(client, code):
    make_bank_article()
    make_article(title="Another", slug="another", codes=("E-1", "Error 9"))
    answer = client.get(f"/api/v1/codes/{code}/").json()
    assert [article["slug"] for article in answer["articles"]] == ["another", "error-9"]
    assert answer["articles"][0]["codes"] == ["E-1", "Error 9"]


@pytest.mark.parametrize("code", ["8", "!!", "%2F", "x" * 300])
def test_a_code_that_no_article_carries_is_not_found(client, code):
    make_bank_article()
    assert client.get(f"/api/v1/codes/{code}/").status_code == 404


def test_topics_and_products_have_their_counts_and_lead_to_their_articles(client):
    make_articles(1, 2, products=("ledger",))
    topics, products = (
        client.get("/api/v1/topics/").json()["topics"],
        client.get("/api/v1/products/").json()["products"],
    )
    assert [(topic["slug"], topic["articles"]) for topic in topics] == [("banking", 2)]
    assert [(product["name"], product["articles"]) for product in products] == [("Ledger", 2)]
    for shelf in (topics[0], products[0]):
        assert len(client.get(shelf["href"]).json()["articles"]) == 2
        assert client.get(shelf["url"]).status_code == 200


@pytest.mark.parametrize("url", [LIST, "/api/v1/search/?q=bank", "/api/v1/topics/", "/api/v1/products/"])
def test_nine_articles_cost_as_many_queries_as_five(client, url):
    make_articles(1, 2, 3, 4, 5, products=("ledger",))
    clock.reset()
    few = count_queries(lambda: client.get(url))
    make_articles(6, 7, 8, 9, products=("ledger",))
    clock.reset()
    assert count_queries(lambda: client.get(url)) == few


def test_no_read_writes(client):
    make_bank_article()
    with CaptureQueriesContext(connection) as queries:
        for url in (LIST, f"{LIST}error-9/", f"{LIST}error-9/guide/", "/api/v1/search/?q=9", "/api/v1/codes/9/"):
            assert client.get(url).status_code == 200
    assert len(queries) >= 5
    assert [query["sql"] for query in queries if re.search(r"\b(INSERT|UPDATE|DELETE)\b", query["sql"])] == []
