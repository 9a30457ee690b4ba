"""The results page, the suggestions and the error pages that search."""

import re

import pytest
from django.db import OperationalError
from django.test import override_settings

from tests.factories import make_article, make_bank_article, make_catalog
from tests.staff.queries import count_queries
from troubleshooting import search as engine
from troubleshooting.http.store import clock
from troubleshooting.models import Product
from troubleshooting.publishing import retire
from troubleshooting.search import Facet, Hit, Piece, Results, Shelf, Suggestion
from troubleshooting.templatetags.marking import marked
from troubleshooting.views import asking, nearest

pytestmark = pytest.mark.django_db
HOSTILE = [
    '"foo AND bar',
    "***",
    "'; DROP TABLE x; --",
    "%25",
    "NEAR(",
    "%ED%A0%80",
    "%E2%80%AE%D9%85",
    "?!.,",
    "🙂",
    "\\",
]


@pytest.fixture
def answer(monkeypatch):
    """Have the search answer what a test needs; what was asked stands in the list."""

    def set_answer(**values):
        asked = []

        def search(query, **how):
            asked.append((query, how))
            return Results(query, **values)

        monkeypatch.setattr(engine, "search", search)
        return asked

    return set_answer


def make_hit(article, **values):
    return Hit(article, (Piece(article.title),), (Piece(article.summary),), **values)


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_finds_by_code_and_says_so(client):
    make_article(slug="error-324", codes=("324",))
    page = read(client, "/search/?q=324")
    assert 'href="/articles/error-324/"' in page
    assert "1 article for “324”" in page
    assert "An exact match for your error code comes first." in page


def test_a_hit_shows_its_marks_its_cause_its_code_and_its_products(client, answer):
    article = make_bank_article(products=("ledger",))
    hit = Hit(
        article,
        (Piece("Bank "), Piece("error <9>", is_match=True)),
        (Piece("It is "), Piece("moved", is_match=True)),
        products=(Shelf("ledger", "Ledger"),),
        scenario="moved",
        scenario_title=(Piece("The account "), Piece("moved", is_match=True)),
    )
    answer(hits=(hit,), total=1)
    page = read(client, "/search/?q=moved")
    assert "Bank <mark>error &lt;9&gt;</mark>" in page
    assert '<a href="/articles/error-9/#moved" data-result="error-9">The account <mark>moved</mark></a>' in page
    assert "It is <mark>moved</mark>" in page
    assert "Ledger" in page
    assert '<span class="visually-hidden">Code</span> 9' in page


def test_of_many_products_two_are_named(client):
    make_catalog()
    for letter in "abcd":
        Product.objects.create(slug=letter, name=f"Product {letter}")
    make_article(products=tuple("abcd"))
    page = read(client, "/search/?q=9")
    assert re.search(r"Product a,\s+Product b\s+and 2 more products", page)


def test_marks_are_text_and_never_markup():
    line = (Piece("<b>"), Piece('"><script>', is_match=True), Piece("&"))
    assert marked(line) == "&lt;b&gt;<mark>&quot;&gt;&lt;script&gt;</mark>&amp;"
    assert marked(()) == ""


def test_a_hostile_query_is_shown_as_text(client):
    page = read(client, "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["q", "product", "topic", "page"])
def test_no_text_in_the_address_fails(client, field, text):
    make_article()
    for address in ("/search/?q=bank&", "/search/suggest/?"):
        assert client.get(f"{address}{field}={text}").status_code == 200


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("field", ["q", "product", "topic", "page"])
def test_ten_thousand_characters_are_cut_and_nul_is_refused(client, address, field):
    assert client.get(address, {field: "é" * 1000 + "9" * 9000}).status_code == 200
    assert client.get(address, {field: "a\0b"}).status_code == 400


def test_of_a_long_query_the_first_200_characters_count_and_the_page_says_so(client, answer):
    asked = answer()
    page = read(client, "/search/?q=324+" + "x" * 300)
    assert asked[0][0] == "324 " + "x" * 196
    assert "only its first 200 characters" in page
    assert "only its first" not in read(client, "/search/?q=" + "x" * 200)


def test_partial_matches_and_a_better_spelling_are_told_with_the_filters_kept(client, answer):
    article = make_article(products=("ledger",))
    answer(hits=(make_hit(article),), total=1, is_partial=True, did_you_mean="bank error")
    page = read(client, "/search/?q=bnak+error&product=ledger&page=1")
    assert "No article has all of your words." in page
    assert 'href="/articles/error-9/contact/"' in page
    assert '<a href="/search/?product=ledger&amp;q=bank+error">bank error</a>' in page


def test_filters_have_counts_and_lead_to_the_first_page(client, answer):
    article = make_article()
    products = (Facet("ledger", "Ledger", 3), Facet("other", "Other", 1))
    asked = answer(hits=(make_hit(article),), total=45, products=products, topics=(Facet("banking", "Banking", 45),))
    page = read(client, "/search/?q=bank&page=2")
    assert asked[0][1]["start"] == 20
    assert re.search(r'href="/search/\?product=ledger&amp;q=bank">Ledger .*?3</span>', page)
    assert '<a href="/search/?q=bank" aria-current="true">All products</a>' in page
    assert "All topics" not in page, "one topic is no choice"


def test_a_chosen_filter_is_current_and_can_be_taken_off(client, answer):
    article = make_article(products=("ledger",))
    products = (Facet("ledger", "Ledger", 3), Facet("other", "Other", 1))
    asked = answer(hits=(make_hit(article),), total=3, products=products)
    page = read(client, "/search/?q=bank&product=ledger&topic=nothing")
    assert asked[0][1] == {"product": "ledger", "topic": "", "start": 0}
    assert '<a href="/search/?product=ledger&amp;q=bank" aria-current="true">Ledger' in page
    assert '<a class="chip" href="/search/?q=bank">Ledger' in page
    assert '<a href="/search/?product=other&amp;q=bank">Other' in page
    assert '<link rel="canonical" href="http://testserver/search/?product=ledger&amp;q=bank">' in page


def test_a_chosen_filter_without_a_result_leads_to_the_whole_search(client):
    make_article(products=())
    page = read(client, "/search/?q=bank&product=ledger")
    assert "Search everything" in page
    assert 'href="/search/?q=bank"' in page


def test_results_are_paged_by_twenty(client):
    for number in range(21):
        make_article(slug=f"a-{number}", title=f"Trouble {number:02}", codes=())
    first, second = read(client, "/search/?q=trouble"), read(client, "/search/?q=trouble&page=2")
    assert (first.count('class="entry-title"'), second.count('class="entry-title"')) == (20, 1)
    assert 'rel="next" href="/search/?page=2&amp;q=trouble"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/search/?q=trouble"' in second
    assert 'rel="next"' not in second
    assert "21 articles" in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999", "99999", "1.5", "", "²"])
def test_a_page_that_there_is_not_is_the_first(client, page):
    make_article()
    text = read(client, f"/search/?q=9&page={page}")
    assert "/articles/error-9/" in text
    assert '<link rel="canonical" href="http://testserver/search/?q=9">' in text


def test_nothing_found_offers_the_nearest_its_guide_support_and_topics(client, answer):
    article = make_bank_article()
    answer(nearest=(make_hit(article),))
    page = read(client, "/search/?q=zebra")
    assert "Nothing found for “zebra”" in page
    for address in ("/articles/error-9/", "/articles/error-9/guide/", "/articles/error-9/contact/", "/topics/banking/"):
        assert f'href="{address}"' in page


def test_an_article_of_one_cause_offers_no_guide(client, answer):
    answer(nearest=(make_hit(make_article()),))
    page = read(client, "/search/?q=zebra")
    assert "/guide/" not in page
    assert "/articles/error-9/contact/" in page


@pytest.mark.parametrize(("address", "shown"), [("help@example.com", True), ("support@localhost", False)])
def test_without_a_near_article_support_is_named_where_mail_reaches_it(client, answer, address, shown):
    answer()
    with override_settings(SUPPORT_EMAIL=address):
        page = read(client, "/search/?q=zebra")
    assert (f'href="mailto:{address}"' in page) == shown
    assert "Type only the error code" in page


def test_nothing_asked_shows_topics_and_the_newest_articles(client):
    make_article()
    retire(make_article(slug="old", codes=("7",)))
    page = read(client, "/search/")
    assert "/topics/banking/" in page
    assert "/articles/error-9/" in page
    assert "/articles/old/" not in page
    assert "Nothing found" not in page
    assert "data-searched" not in page
    assert "mailto:" not in page


def test_what_was_searched_and_found_can_be_told(client):
    make_article()
    page = read(client, "/search/?q=9")
    assert 'data-searched="/search/seen/"' in page
    assert 'data-result="error-9"' in page
    assert "Tell us that this is missing" not in page


def test_what_was_not_found_can_be_told_once_without_script(client):
    page = read(client, "/search/?q=zebra")
    assert 'data-searched="/search/seen/"' in page
    assert re.search(r'<noscript>\s*<form[^>]*action="/search/seen/"', page)
    told = read(client, "/search/?missed=sent&q=zebra")
    assert "Thank you." in told
    assert "data-searched" not in told
    assert "<noscript>" not in told


def test_five_hits_cost_no_more_queries_than_two(client):
    """A lone hit costs one less: there is nothing to put in order. Where few are found the search looks once more."""

    def cost():
        clock.reset()
        return count_queries(lambda: read(client, "/search/?q=trouble"))

    for number in range(2):
        make_article(slug=f"a-{number}", title=f"Trouble {number}", products=("ledger",), codes=())
    two = cost()
    for number in range(2, 5):
        make_article(slug=f"a-{number}", title=f"Trouble {number}", products=("ledger",), codes=())
    assert cost() <= two
    assert "5 articles" in read(client, "/search/?q=trouble")


def test_suggestions_are_a_part_of_a_page_that_any_cache_may_keep(client):
    make_article(slug="error-324", title="Bank error 324", codes=("324",))
    response = client.get("/search/suggest/?q=bank%20err")
    page = response.content.decode()
    assert page.count('role="option"') == 1
    assert 'data-result="error-324"' in page
    assert 'data-said="1 suggestion"' in page
    assert "<html" not in page
    assert response["Cache-Control"].startswith("public")
    assert response["X-Robots-Tag"] == "noindex"
    assert "ETag" in response.headers


def test_the_address_that_the_script_writes_is_stored(client):
    make_article()
    client.get("/search/suggest/?q=bank%20err'(é)".replace("é", "%C3%A9"))
    again = count_queries(lambda: client.get("/search/suggest/?q=bank%20err'(%C3%A9)"))
    assert again == 0


def test_suggestions_are_at_most_eight_and_none_for_a_single_letter(client):
    for number in range(9):
        make_article(slug=f"a-{number}", title=f"Trouble {number}", codes=())
    assert read(client, "/search/suggest/?q=tr").count('role="option"') == 8
    for query in ("", "t", "%20t%20"):
        assert 'role="option"' not in read(client, f"/search/suggest/?q={query}")


def test_a_suggestion_of_a_cause_leads_to_it(client, monkeypatch):
    suggestion = Suggestion((Piece("Bank"),), "/articles/error-9/#moved", "error-9", "9", (Piece("It <moved>"),))
    monkeypatch.setattr(engine, "suggest", lambda _query: (suggestion,))
    page = read(client, "/search/suggest/?q=bank")
    assert 'href="/articles/error-9/#moved" data-result="error-9"' in page
    assert "It &lt;moved&gt;" in page


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_only_reading_is_allowed(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/articles/bank-error/", "/help/bank-error", "/codes/bank-77/"])
def test_a_missing_page_offers_what_its_address_may_have_meant(client, address):
    make_article()
    response = client.get(address)
    assert response.status_code == 404
    assert 'href="/articles/error-9/"' in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_withdrawn_article_offers_those_that_come_closest(client):
    make_article()
    retire(make_article(slug="old", title="Bank error old", codes=("7",)))
    response = client.get("/articles/old/")
    assert response.status_code == 410
    assert 'href="/articles/error-9/"' in response.content.decode()


def test_a_missing_page_is_searched_for_once(client):
    make_article()
    client.get("/bank-error-here/")
    assert count_queries(lambda: client.get("/bank-error-here/")) == 0


def test_an_error_page_stands_without_the_database(client, monkeypatch):
    def fail(*_args, **_how):
        raise OperationalError

    monkeypatch.setattr(engine, "search", fail)
    assert client.get("/bank-error-gone/").status_code == 404


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/articles/bank-error/", "bank error"),
        ("/help/sign_in+again", "sign in again"),
        ("/wp-login.php", ""),
        ("/articles/7/", ""),
        ("/", ""),
        ("/" + "long-" * 100, ("long " * 16).strip()),
    ],
)
def test_only_an_address_with_words_is_searched_for(path, words):
    assert nearest.words_of(path) == words


def test_addresses_leave_out_what_is_not_asked():
    assert asking.Asked().url == "/search/"
    assert asking.Asked(q="a b", page=3).url == "/search/?page=3&q=a+b"
