"""The page that finds and replaces words over all drafts."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import sign_in
from troubleshooting.models import Article, Procedure, Product, Topic
from troubleshooting.publishing import replacing, save_revision

pytestmark = pytest.mark.django_db
URL = "admin:troubleshooting_article_replace"


def look(client, **fields):
    return client.get(reverse(URL), {"find": "bank", "by": "shop", **fields})


def apply(client, *chosen, **fields):
    return client.post(reverse(URL), {"find": "bank", "by": "shop", "article": chosen, **fields})


@pytest.fixture
def article(client):
    article = make_article()
    sign_in(client, "Editors")
    return article


def test_it_opens_with_an_empty_form(client, article):
    page = client.get(reverse(URL)).content.decode()
    assert "Show what would change" in page
    assert "errorlist" not in page


def test_looking_shows_each_place_before_and_after_and_changes_nothing(client, article):
    page = look(client).content.decode()
    assert "<del>Bank</del><ins>shop</ins> error 9" in page
    assert f'value="{article.pk}:1" checked' in page
    assert "2 places" in page
    assert "in 1 article" in page
    assert article.revisions.count() == 1


def test_the_ticked_articles_get_drafts_and_the_others_stay(client, article):
    other = make_article(slug="error-10", codes=("10",))
    page = apply(client, f"{article.pk}:1").content.decode()
    assert "1 article has a new draft." in page
    assert reverse("admin:troubleshooting_article_revision", args=[article.pk, 2]) in page
    assert article.revisions.newest_first().first().document.title == "shop error 9"
    assert other.revisions.count() == 1


def test_the_options_hold_for_looking_and_for_changing(client, article):
    assert "Nothing was found." in look(client, case="on", find="BANK").content.decode()
    assert "Nothing was found." in look(client, words="on", find="ban").content.decode()
    page = apply(client, f"{article.pk}:1", case="on").content.decode()
    assert "1 article has a new draft." in page
    assert article.revisions.newest_first().first().document.title == "Bank error 9"


def test_filters_narrow_the_search(client, article):
    Topic.objects.create(slug="cards", name="Cards")
    Product.objects.create(slug="online", name="Online")
    for fields, found in [
        ({"topic": "banking"}, True),
        ({"topic": "cards"}, False),
        ({"product": "online"}, False),
        ({"status": "published"}, True),
        ({"status": "retired"}, False),
    ]:
        assert ("Replace in the ticked articles" in look(client, **fields).content.decode()) is found


def test_a_save_in_between_is_not_written_over(client, article):
    save_revision(document=make_document(title="The bank, newer"), article=article)
    page = apply(client, f"{article.pk}:1").content.decode()
    assert "Left as it is." in page
    assert "1 article was left as it is." in page
    assert article.revisions.count() == 2


def test_an_article_that_would_be_none_any_more_cannot_be_ticked(client, article):
    make_article(slug="error-10", codes=("10",), title="bank")
    page = look(client, by="").content.decode()
    assert " disabled" in page
    assert "not be a valid article" in page


def test_more_than_can_be_shown_is_said(client, article, monkeypatch):
    monkeypatch.setattr(replacing, "MOST_ARTICLES", 1)
    monkeypatch.setattr(replacing, "MOST_HITS", 1)
    make_article(slug="error-10", codes=("10",))
    page = look(client).content.decode()
    assert "The first 1 are shown. Change these, then search again for the other 1." in page
    assert "1 of 2 places shown" in page


def test_procedures_are_named_to_be_changed_by_hand(client, article):
    Procedure.objects.create(key="sign-in", title="Sign in to the bank", content=[])
    page = look(client).content.decode()
    assert "Shared procedures, to be changed by hand" in page
    assert "Sign in to the bank" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"find": ""}, "Enter the words to look for."),
        ({"find": "  "}, "not blanks alone"),
        ({"by": "bank"}, "This is what is looked for."),
        ({"find": "x" * 201}, "at most 200"),
        ({"topic": "nowhere"}, "errorlist"),
    ],
)
def test_bad_input_is_said_at_the_field(client, article, fields, words):
    for response in (look(client, **fields), apply(client, f"{article.pk}:1", **fields)):
        assert response.status_code == 422
        assert words in response.content.decode()
    assert article.revisions.count() == 1


@pytest.mark.parametrize("chosen", [(), ("nonsense",), ("1",), ("1:x",), ("9" * 30 + ":1",)])
def test_without_an_article_ticked_nothing_changes_and_the_places_stay_in_sight(client, article, chosen):
    page = apply(client, *chosen).content.decode()
    assert "tick the articles to change" in page
    assert "<del>Bank</del>" in page
    assert Article.objects.get().revisions.count() == 1


def test_hostile_words_are_shown_as_text(client):
    make_catalog()
    save_revision(document=make_document(title="<script>alert(1)</script>"))
    sign_in(client, "Editors")
    page = look(client, find="<script>", by="<b>").content.decode()
    assert "<script>alert" not in page
    assert "<ins>&lt;b&gt;</ins>" in page


def test_those_who_may_not_change_articles_are_kept_out(client):
    assert look(client).status_code == 302
    sign_in(client, "Analysts")
    assert look(client).status_code == 403
    sign_in(client, "Editors")
    assert client.delete(reverse(URL)).status_code == 405
