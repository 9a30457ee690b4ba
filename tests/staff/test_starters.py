"""The texts new articles begin with, and the page on which one is chosen."""

import pytest
from django.urls import reverse

from tests.factories import make_catalog
from tests.staff.people import sign_in
from troubleshooting.admin.skeleton import SLUG, STARTERS, is_unwritten, new_text
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.publishing import save_revision

CATALOG = Catalog(topics={"banking": "Banking"})
CHOOSE = "admin:troubleshooting_article_new"
every_starter = pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.name)


def test_there_is_a_starter_for_each_kind_of_article():
    assert [starter.name for starter in STARTERS] == ["error-code", "how-to", "outage", "empty"]


@every_starter
def test_a_starter_is_an_article_without_errors_in_the_form_it_will_be_kept_in(starter):
    checked = check(starter.text("banking"), CATALOG)
    assert [problem.message for problem in checked.problems if problem.severity == "error"] == []
    assert parse(print_document(checked.document)).document == checked.document


@every_starter
def test_a_starter_is_known_as_unwritten_until_address_title_and_summary_are_ones_own(starter):
    document = starter.document()
    assert is_unwritten(document)
    assert is_unwritten(document.model_copy(update={"slug": "own"}))
    assert is_unwritten(document.model_copy(update={"slug": "own", "title": "Own"}))
    assert not is_unwritten(document.model_copy(update={"slug": "own", "title": "Own", "summary": "Own."}))


@pytest.mark.django_db
def test_a_new_text_is_filed_under_a_topic_there_is():
    make_catalog()
    document = parse(new_text("how-to")).document
    assert (document.topic, document.slug) == ("banking", SLUG)
    assert new_text() == new_text("error-code") == new_text("no such starter")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Flux capacitor", ("Flux capacitor", "flux-capacitor")),
        ("  a:  # 'b' \n c ", ("a: # 'b' c", "a-b-c")),
        ("错误", ("错误", SLUG)),
        ("x" * 300, ("x" * 200, "x" * 60)),
    ],
)
def test_a_title_given_along_stands_in_the_text_with_an_address_made_of_it(title, expected):
    document = parse(new_text("empty", title)).document
    assert (document.title, document.slug) == expected


@pytest.mark.django_db
@every_starter
def test_it_cannot_be_published_as_it_is(client, starter):
    make_catalog()
    revision = save_revision(document=starter.document("banking"))
    sign_in(client, "Publishers")
    publish = reverse("admin:troubleshooting_article_publish", args=[revision.article_id, 1])
    page = client.post(publish, follow=True).content.decode()
    assert "still the text" in page
    revision.article.refresh_from_db()
    assert revision.article.status == "draft"


@pytest.mark.django_db
def test_the_page_leads_to_the_editor_with_each_starter_and_takes_the_title_along(client):
    sign_in(client, "Editors")
    page = client.get(reverse(CHOOSE), {"title": 'Flux & "capacitor"'}).content.decode()
    add = reverse("admin:troubleshooting_article_add")
    for starter in STARTERS:
        assert f'href="{add}?starter={starter.name}&amp;title=Flux%20%26%20%22capacitor%22"' in page
    assert f'href="{add}?starter=empty"' in client.get(reverse(CHOOSE)).content.decode()


@pytest.mark.django_db
def test_the_editor_opens_with_the_starter_and_the_title(client):
    make_catalog()
    sign_in(client, "Editors")
    add = reverse("admin:troubleshooting_article_add_document")
    page = client.get(add, {"starter": "outage", "title": "Flux capacitor"}).content.decode()
    assert "title: Flux capacitor" in page
    assert "Where it stands" in page


@pytest.mark.django_db
def test_only_those_who_may_add_articles_choose(client):
    sign_in(client, "Analysts")
    assert client.get(reverse(CHOOSE)).status_code == 403
    sign_in(client, "Editors")
    assert client.post(reverse(CHOOSE)).status_code == 405


@pytest.mark.django_db
def test_lists_and_the_first_page_offer_the_choice(client):
    sign_in(client, "Editors")
    for page in ("admin:index", "admin:troubleshooting_article_changelist"):
        assert f'href="{reverse(CHOOSE)}"' in client.get(reverse(page)).content.decode()
