"""Search and suggestions as programs read them."""

import pytest

from tests.factories import make_article, make_bank_article, make_scenario
from troubleshooting import search as engine
from troubleshooting.api import finding
from troubleshooting.models import Article
from troubleshooting.search import Facet, Hit, Piece, Results, Suggestion

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search/"


def find(client, **query):
    response = client.get(SEARCH, query)
    assert response.status_code == 200
    return response.json()


def test_a_code_finds_its_article_and_says_so(client):
    make_bank_article()
    answer = find(client, q="error 9")
    assert (answer["query"], answer["total"], answer["next"], answer["previous"]) == ("error 9", 1, None, None)
    hit = answer["hits"][0]
    assert (hit["by_code"], hit["article"]["slug"], hit["title"]["text"]) == (True, "error-9", "Bank error 9")
    assert "".join(piece["text"] for piece in hit["title"]["pieces"]) == "Bank error 9"
    assert client.get(hit["article"]["href"]).status_code == 200
    assert client.get(hit["url"]).status_code == 200


def test_everything_the_search_gives_is_told(client, monkeypatch):
    make_bank_article()
    article = Article.objects.published().for_list().get()
    hit = Hit(
        article,
        (Piece("Bank "), Piece("error", is_match=True), Piece(" 9")),
        (Piece("A line."),),
        scenario="moved",
        scenario_title=(Piece("It moved"),),
    )
    results = Results(
        "bnak",
        total=45,
        hits=(hit,),
        products=(Facet("ledger", "Ledger", 4),),
        topics=(Facet("banking", "Banking", 5),),
        did_you_mean="bank",
        nearest=(hit,),
    )
    asked = {}
    monkeypatch.setattr(engine, "search", lambda query, **more: asked.update(more, query=query) or results)
    answer = find(client, q=" bnak ", topic="banking", page=2)
    assert asked == {"query": "bnak", "product": "", "topic": "banking", "start": 20}
    assert answer["hits"][0]["title"]["pieces"][1] == {"text": "error", "is_match": True}
    assert answer["hits"][0]["scenario"]["key"] == "moved"
    assert answer["hits"][0]["url"] == "http://testserver/articles/error-9/#moved"
    assert answer["products"][0]["href"] == f"http://testserver{SEARCH}?product=ledger&q=bnak&topic=banking"
    assert answer["topics"][0]["count"] == 5
    assert (answer["did_you_mean"], len(answer["nearest"])) == ("bank", 1)
    assert answer["previous"] == f"http://testserver{SEARCH}?q=bnak&topic=banking"
    assert answer["next"] == f"http://testserver{SEARCH}?page=3&q=bnak&topic=banking"


def test_an_article_retired_while_it_was_found_is_left_out(client, monkeypatch):
    gone = Article(pk=987, slug="gone", title="Gone")
    monkeypatch.setattr(engine, "search", lambda query, **_more: Results(query, (Hit(gone, (), ()),), total=1))
    assert find(client, q="x")["hits"] == []


@pytest.mark.parametrize("query", ["", "   ", "!!!", "%", "\u202e", "zzzzqq", "' OR 1=1 --"])
def test_what_finds_nothing_is_an_answer_too(client, query):
    make_article(scenarios=(make_scenario(),))
    assert find(client, q=query)["hits"] == []


def test_of_a_long_query_the_first_200_characters_count(client):
    make_bank_article()
    assert find(client, q="bank " + "x" * 1500)["query"] == "bank " + "x" * 195


def test_the_last_page_has_no_next_one(client, monkeypatch):
    monkeypatch.setattr(engine, "search", lambda query, **_more: Results(query, total=100_000))
    assert find(client, q="x", page=finding.MOST_PAGES)["next"] is None


@pytest.mark.parametrize("query", ["", "?q=x&page=0", "?q=x&page=51", "?q=x&page=x", "?q=x&topic=No+slug"])
def test_a_parameter_that_is_not_as_described_is_refused(client, query):
    assert client.get(SEARCH + query).status_code == 422


def test_suggestions_say_what_somebody_may_mean(client, monkeypatch):
    found = Suggestion((Piece("Bank error 9"),), "/articles/error-9/#moved", "error-9", "9", (Piece("It moved"),))
    monkeypatch.setattr(engine, "suggest", lambda _query, *, limit: (found,) * min(limit, 1))
    answer = client.get("/api/v1/suggest/", {"q": "ba"}).json()
    assert answer["suggestions"] == [
        {
            "title": {"text": "Bank error 9", "pieces": [{"text": "Bank error 9", "is_match": False}]},
            "code": "9",
            "scenario": {"text": "It moved", "pieces": [{"text": "It moved", "is_match": False}]},
            "url": "http://testserver/articles/error-9/#moved",
        }
    ]
