"""Finding an article by its code, its title or its words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import troubleshooting.search as search_module
from tests.factories import make_article, make_fix, make_scenario, make_step
from troubleshooting.documents.folding import fold_code
from troubleshooting.publishing import retire
from troubleshooting.search import search


@pytest.fixture
def articles(db):
    make_article(slug="error-324", title="Bank connection error 324", codes=("324", "BNK-324"), products=("ledger",))
    steps = (make_step(text="Réconcilier the statement, error 324 aside."),)
    make_article(
        slug="duplicates",
        title="Transactions appear twice",
        codes=(),
        scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),),
    )
    retire(make_article(slug="old", title="Retired 324", codes=("324",)))


def found(query, **filters):
    return [article.slug for article in search(query, **filters).articles]


@pytest.mark.parametrize(
    "query",
    [
        "324",
        "error 324",
        "Error-324",
        "ERR 324",
        "err:324",
        "code 324",
        "error code 324",
        "３２４",
        "bnk324",
        "BNK 324",
        "I get error 324 since monday",
        " 324 ",
    ],
)
def test_an_exact_code_finds_its_article_first_however_it_is_typed(articles, query):
    assert found(query)[0] == "error-324"
    assert search(query).by_code


def test_words_of_title_and_steps_find_their_article(articles):
    assert found("appear twice") == ["duplicates"]
    assert found("reconcilier") == ["duplicates"]
    assert not search("appear twice").by_code


def test_a_title_comes_before_a_text(articles):
    assert found("error") == ["error-324", "duplicates"]


def test_every_word_must_be_there(articles):
    assert found("appear zebra") == []


def test_equals_stand_by_title_and_the_list_ends(db, monkeypatch):
    for letter in "cab":
        make_article(slug=letter, title=f"Trouble {letter}", codes=())
    assert found("trouble") == ["a", "b", "c"]
    monkeypatch.setattr(search_module, "MOST_RESULTS", 2)
    assert found("trouble") == ["a", "b"]


def test_filters_narrow_the_results(articles):
    assert found("error", product="ledger") == ["error-324"]
    assert found("error", topic="elsewhere") == []


def test_nothing_asked_finds_nothing(articles):
    assert found("") == found("   ") == found("!?") == []


def test_a_retired_article_is_not_found(articles):
    assert "old" not in found("retired 324")


@pytest.mark.parametrize(
    "query", ['"foo AND bar', "***", "'; DROP TABLE x; --", "%", "_", "\\", "a" * 5000, "\u202e\u0000", "NEAR(", "🙂"]
)
def test_no_query_fails(articles, query):
    search(query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text(max_size=60))
def test_no_text_at_all_fails(articles, query):
    search(query)


@given(st.text(max_size=30))
def test_folding_a_code_twice_changes_nothing(text):
    assert fold_code(fold_code(text)) == fold_code(text)


def test_the_page_shows_a_hostile_query_as_text(client, articles):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_offers_a_way_on_when_nothing_is_found(client, articles):
    response = client.get("/search/", {"q": "zebra"})
    assert response.status_code == 200
    assert "/articles/error-324/" in response.content.decode()


def test_the_page_finds_by_code(client, articles):
    assert "/articles/error-324/" in client.get("/search/?q=324").content.decode()


def test_a_pasted_message_is_cut_and_searched_for_all_the_same(client, articles):
    response = client.get("/search/", {"q": "324 " + "x" * 300})
    assert "/articles/error-324/" in response.content.decode()
    assert "x" * 196 in response.content.decode()
    assert "x" * 197 not in response.content.decode()


def test_other_articles_are_suggested_only_when_nothing_is_found(client, articles):
    assert "/articles/duplicates/" not in client.get("/search/?q=BNK-324").content.decode()
    assert "/articles/old/" not in client.get("/search/?q=zebra").content.decode()


@pytest.mark.parametrize("query", ["QBO-324", "310/324", "code:qbo324x"])
def test_a_number_inside_a_longer_word_finds_its_article(articles, query):
    assert found(query)[0] == "error-324"
    assert not search(query).by_code
