"""Home, topics, products and the short links of codes."""

import pytest

from tests.factories import make_article, make_bank_article, make_catalog, make_document
from tests.visits import make_report
from troubleshooting.models import Article, Product, Topic
from troubleshooting.models.reports import TrustClass
from troubleshooting.publishing import retire, save_revision
from troubleshooting.views import shelves

pytestmark = pytest.mark.django_db


def test_home_has_the_search_box_the_topics_and_the_newest_articles(client):
    make_article()
    Topic.objects.create(slug="empty", name="ZZEMPTY")
    page = client.get("/").content.decode()
    assert 'name="q"' in page
    for link in ("/topics/banking/", "/articles/error-9/"):
        assert link in page
    assert "ZZEMPTY" not in page


def test_home_of_an_empty_portal_answers(client):
    assert client.get("/").status_code == 200


def test_home_costs_four_queries(client, django_assert_num_queries):
    make_article()
    with django_assert_num_queries(4):
        client.get("/")


def test_a_topic_and_a_product_list_their_articles(client):
    make_article(products=("ledger",))
    for url in ("/topics/banking/", "/products/ledger/"):
        assert "/articles/error-9/" in client.get(url).content.decode()


def test_an_unknown_topic_or_product_is_no_such_page(client):
    assert client.get("/topics/nothing/").status_code == 404
    assert client.get("/products/nothing/").status_code == 404


def test_long_lists_are_paged(client, monkeypatch):
    monkeypatch.setattr(shelves, "PAGE_SIZE", 2)
    for number in range(3):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    first = client.get("/topics/banking/").content.decode()
    assert "/articles/article-1/" in first
    assert "/articles/article-2/" not in first
    assert "?page=2" in first
    assert "/articles/article-2/" in client.get("/topics/banking/?page=2").content.decode()
    assert client.get("/topics/banking/?page=3").status_code == 404
    assert client.get("/topics/banking/?page=x").status_code == 400


@pytest.mark.parametrize("code", ["324", "error-324", "ERR%20324"])
def test_a_code_leads_to_its_article(client, code):
    make_article(slug="error-324", codes=("324",))
    response = client.get(f"/codes/{code}/")
    assert (response.status_code, response["Location"]) == (302, "/articles/error-324/")


def test_a_code_of_several_articles_offers_a_choice(client):
    make_article(slug="one", codes=("324",))
    make_article(slug="two", codes=("324",))
    page = client.get("/codes/324/").content.decode()
    assert "/articles/one/" in page
    assert "/articles/two/" in page


def test_an_unknown_code_is_no_such_page_and_searches_for_it(client):
    response = client.get("/codes/E-77/")
    assert response.status_code == 404
    assert 'value="E-77"' in response.content.decode()


def test_the_code_of_a_draft_leads_nowhere(client):
    save_revision(document=make_document(codes=("555",)))
    assert client.get("/codes/555/").status_code == 404


def test_a_topic_that_holds_only_drafts_is_not_on_the_home_page(client):
    make_catalog()
    save_revision(document=make_document())
    assert "/topics/banking/" not in client.get("/").content.decode()


def test_drafts_and_retired_articles_stand_on_no_shelf(client):
    retire(make_article(slug="old", products=("ledger",), codes=("324",)))
    save_revision(document=make_document(slug="draft", products=("ledger",), codes=("324",)))
    for url in ("/", "/topics/banking/", "/products/ledger/", "/codes/324/", "/search/?q=nothing"):
        page = client.get(url).content.decode()
        assert "/articles/old/" not in page
        assert "/articles/draft/" not in page
    assert client.get("/codes/324/").status_code == 404


def test_home_holds_the_newest_and_the_most_helpful_articles_in_order():
    articles = [make_article(slug=f"article-{number}", title=f"Article {number}", codes=()) for number in range(4)]
    for article, visits in ((articles[0], "abc"), (articles[1], "d"), (articles[2], "ef")):
        for visit in visits:
            make_report(article, visit, "fix-moved", "solved")
    listed = [article.slug for article in Article.objects.published().for_home(1)]
    assert listed == ["article-3", "article-0"]
    assert Article.objects.recently_changed()[0].slug == "article-3"


def test_helped_counts_visits_that_were_not_set_aside():
    article = make_bank_article()
    make_report(article, "a", "remap", "solved")
    make_report(article, "a", "readd", "solved")
    make_report(article, "b", "remap", "not-solved")
    make_report(article, "c", "remap", "solved", trust=TrustClass.FLOOD)
    assert Article.objects.with_helped().get().helped == 1


def test_an_exactly_full_page_has_no_next_one(client, monkeypatch):
    monkeypatch.setattr(shelves, "PAGE_SIZE", 2)
    for number in range(2):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    page = client.get("/topics/banking/").content.decode()
    assert "page=2" not in page
    assert "page=0" not in page


def shelf_of(client, path):
    return client.get(path).content.decode().partition("<main")[2]


@pytest.fixture
def banking_and_taxes():
    """Two articles on banking, of which one is for the ledger, and one on taxes for both products."""
    Topic.objects.create(slug="taxes", name="Taxes")
    Product.objects.create(slug="payroll", name="Payroll")
    make_article(slug="plain", title="Plain", codes=())
    make_article(slug="ledger-bank", title="Ledger bank", codes=(), products=("ledger", "payroll"))
    make_article(slug="tax", title="Tax", codes=(), topic="taxes", products=("ledger", "payroll"))


@pytest.mark.usefixtures("banking_and_taxes")
def test_a_topic_can_be_narrowed_down_to_a_product_and_a_product_to_a_topic(client):
    page = shelf_of(client, "/topics/banking/")
    assert "2 articles" in page
    assert 'href="/topics/banking/?product=ledger"' in page
    narrow = shelf_of(client, "/topics/banking/?product=ledger")
    assert "1 article" in narrow
    assert "/articles/ledger-bank/" in narrow
    assert "/articles/plain/" not in narrow
    narrow = shelf_of(client, "/products/ledger/?topic=taxes")
    assert "/articles/tax/" in narrow
    assert "/articles/ledger-bank/" not in narrow


@pytest.mark.usefixtures("banking_and_taxes")
def test_a_narrowed_list_is_not_for_search_engines_and_has_its_own_address(client):
    page = client.get("/topics/banking/?product=ledger").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="http://testserver/topics/banking/?product=ledger">' in page
    assert "<title>Banking: Ledger · Help Center</title>" in page


@pytest.mark.usefixtures("banking_and_taxes")
@pytest.mark.parametrize("junk", ["nothing", "%00", "' OR 1=1", "x" * 500, "%F0%9F%98%80"])
def test_a_filter_that_names_nothing_on_the_shelf_is_dropped(client, junk):
    response = client.get(f"/topics/banking/?product={junk}")
    assert response.status_code == (400 if junk == "%00" else 200)
    if response.status_code == 200:
        assert '<link rel="canonical" href="http://testserver/topics/banking/">' in response.content.decode()


def test_all_products_that_articles_name_stand_on_one_page(client):
    Product.objects.create(slug="unused", name="ZZUNUSED")
    make_article(products=("ledger",))
    page = shelf_of(client, "/products/")
    assert 'href="/products/ledger/"' in page
    assert "1 article" in page
    assert "ZZUNUSED" not in page
    assert 'href="/products/"' in client.get("/").content.decode()


def test_the_products_of_an_empty_portal_answer(client):
    assert "No article names a product yet." in client.get("/products/").content.decode()


def test_the_pages_of_a_list_know_one_another_by_title_and_link(client, monkeypatch):
    monkeypatch.setattr(shelves, "PAGE_SIZE", 1)
    for number in range(3):
        make_article(slug=f"article-{number}", title=f"Article {number}", codes=())
    head = client.get("/topics/banking/?page=2").content.decode().partition("</head>")[0]
    assert "<title>Banking · page 2 · Help Center</title>" in head
    assert '<link rel="prev" href="/topics/banking/">' in head
    assert '<link rel="next" href="/topics/banking/?page=3">' in head
    assert "page 2 of 3" in shelf_of(client, "/topics/banking/?page=2")


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("path", ["/topics/banking/", "/products/ledger/"])
def test_a_list_costs_as_many_queries_for_five_articles_as_for_one(client, django_assert_num_queries, path, count):
    for number in range(count):
        make_article(slug=f"article-{number}", codes=(), products=("ledger",))
    with django_assert_num_queries(5):  # the version, the shelf, what narrows it, how many, the articles
        client.get(path)


def test_the_first_page_has_one_address(client):
    make_article()
    page = client.get("/topics/banking/?page=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/topics/banking/">' in page
    assert client.get("/topics/banking/?page=" + "9" * 7).status_code == 400


def test_an_empty_shelf_answers(client):
    make_catalog()
    assert client.get("/topics/banking/").status_code == 200


def test_home_names_the_most_helpful_first_and_none_that_helped_nobody(client):
    articles = [make_article(slug=f"article-{number}", title=f"Article {number}", codes=()) for number in range(3)]
    for article, visits in ((articles[0], "abc"), (articles[1], "def"), (articles[1], "g")):
        for visit in visits:
            make_report(article, visit, "fix-moved", "solved")
    assert [article.slug for article in client.get("/").context["helpful"]] == ["article-1", "article-0"]
