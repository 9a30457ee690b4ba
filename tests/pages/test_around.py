"""What stands around an article: others like it, and others with its code."""

import pytest

from tests.factories import make_article, make_document
from troubleshooting.http.store import clock
from troubleshooting.publishing import retire, save_revision
from troubleshooting.views.preview import preview_path

pytestmark = pytest.mark.django_db
URL = "/articles/error-9/"
RELATED = "Related articles"
SAME_CODE = "The same code in other articles"


def below(client, path=URL):
    return client.get(path).content.decode().partition("</article>")[2]


def test_articles_on_the_same_trouble_stand_below(client):
    make_article(codes=())
    make_article(slug="other", title="The bank does not answer", codes=())
    page = below(client)
    assert RELATED in page
    assert 'href="/articles/other/"' in page
    assert 'href="/articles/error-9/"' not in page
    assert SAME_CODE not in page


def test_the_same_code_of_another_product_stands_there_once_with_the_product(client):
    make_article()
    make_article(slug="other", title="Error 9 of the ledger", codes=("E-10", "Error 9"), products=("ledger",))
    page = below(client)
    assert page.count('href="/articles/other/"') == 1
    assert "Ledger" in page.partition(SAME_CODE)[2]


def test_a_lonely_article_has_nothing_around_it(client):
    make_article()
    page = below(client)
    assert RELATED not in page
    assert SAME_CODE not in page


def test_drafts_and_retired_articles_stand_around_none(client, monkeypatch):
    monkeypatch.setattr("troubleshooting.http.store.VERSION_CHECK_SECONDS", 0)
    make_article()
    other = make_article(slug="other")
    save_revision(document=make_document(slug="draft"))
    assert 'href="/articles/other/"' in below(client)
    retire(other)
    page = below(client)
    assert 'href="/articles/other/"' not in page
    assert 'href="/articles/draft/"' not in page


def test_what_stands_around_a_draft_is_shown_in_its_preview(client):
    article = make_article()
    make_article(slug="other", title="The same elsewhere")
    draft = save_revision(document=make_document(summary="Another summary."), article=article)
    assert 'href="/articles/other/"' in below(client, preview_path(draft))


def test_the_title_of_another_article_is_text(client):
    make_article()
    make_article(slug="other", title="<b>Bold</b>", summary="<i>", codes=("9",))
    assert "&lt;b&gt;Bold&lt;/b&gt;" in below(client)


@pytest.mark.parametrize("values", [{"products": ("ledger",)}, {"codes": ()}])
def test_five_others_cost_as_many_queries_as_one(client, django_assert_max_num_queries, values):
    counts = []
    make_article()
    for number in range(5):
        make_article(slug=f"other-{number}", title=f"Other {number}", **values)
        clock.reset()
        with django_assert_max_num_queries(25) as captured:
            assert client.get(URL).content.decode().count("/articles/other-") >= 1
        counts.append(len(captured))
    assert counts[0] == counts[-1]


def test_a_page_rendered_anew_asks_for_nothing_around_it_again(client, settings, django_assert_num_queries):
    settings.PAGE_CACHE_SECONDS = 0
    make_article()
    client.get(URL)
    with django_assert_num_queries(0):
        client.get(URL)
