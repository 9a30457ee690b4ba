"""Which addresses the public content leads to, and what each stands in."""

import pytest

from tests.factories import make_article, make_document, make_fix, make_procedure, make_scenario, make_step
from troubleshooting.documents.schema import Step
from troubleshooting.link_check.collecting import LONGEST, collect, links_in
from troubleshooting.models import Destination
from troubleshooting.publishing import retire, save_revision


def article_saying(text, **values):
    return make_article(scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(text=text),)),)),), **values)


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        ("Plain words < 3.", []),
        ("[a](https://a.example/)", ["https://a.example/"]),
        ("<https://a.example/?b=c>", ["https://a.example/?b=c"]),
        ("[a][b]\n\n[b]: https://a.example/", ["https://a.example/"]),
        ("![x](/images/a.webp)", ["/images/a.webp"]),
        ("> [!NOTE] [no](https://title.example)\n> [a](https://a.example/)", ["https://a.example/"]),
        ("`[a](https://a.example/)`", []),
        ("| a |\n|---|\n| [a](https://a.example/) |", ["https://a.example/"]),
    ],
)
def test_links_are_found_as_markdown_means_them(markdown, links):
    assert list(links_in(markdown)) == links


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/b#c", "https://a.example/b"),
        ("https://a.example/?b=c", "https://a.example/?b=c"),
        ("http://testserver/articles/x/", "/articles/x/"),
        ("http://testserver", "/"),
        ("http://testserver.example/", "http://testserver.example/"),
        ("/topics/banking/", "/topics/banking/"),
        ("../other/", "/articles/other/"),
        ("guide/", "/articles/error-9/guide/"),
    ],
)
def test_an_address_is_written_in_one_way(url, address):
    article = article_saying(f"[a]({url})")
    used = collect()
    assert set(used) - {"https://example.com/transactions"} == {address}
    assert used[address].articles == {article.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["#moved", "mailto:a@example.com", "tel:+49", f"https://a.example/{'x' * LONGEST}"])
def test_what_nobody_can_be_asked_about_is_left_out(url):
    article_saying(f"[a]({url})")
    assert set(collect()) == {"https://example.com/transactions"}


@pytest.mark.django_db
def test_each_address_knows_what_it_stands_in():
    link = "[a](https://a.example/)"
    first = article_saying(f"{link} and {link}")
    second = article_saying(link, slug="other", codes=())
    procedure = make_procedure(f"1. {link}\n")
    Destination.objects.update(url="https://a.example/")
    users = collect()["https://a.example/"]
    assert users.articles == {first.pk, second.pk}
    assert users.procedures == {procedure.pk}
    assert users.destinations == {Destination.objects.get().pk}


@pytest.mark.django_db
def test_drafts_and_retired_articles_are_nobody_s_dead_ends():
    text = "[a](https://a.example/)"
    retire(article_saying(text))
    save_revision(document=make_document(slug="draft", summary="S", body=()))
    assert set(collect()) == {"https://example.com/transactions"}


@pytest.mark.django_db
def test_an_article_is_not_named_for_the_links_of_its_procedures():
    make_procedure("1. [a](https://a.example/)\n")
    used = Step(key="again", procedure="sign-in-again")
    make_article(scenarios=(make_scenario(fixes=(make_fix(steps=(used,)),)),))
    users = collect()["https://a.example/"]
    assert (len(users.articles), len(users.procedures)) == (0, 1)
