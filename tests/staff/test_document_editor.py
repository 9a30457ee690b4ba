"""The document editor: nothing typed is lost, nothing becomes public by saving."""

import re
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import make_article, make_bank_document, make_catalog, make_document, make_scenario
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.models import Article
from troubleshooting.publishing import current_catalog, save_revision

pytestmark = pytest.mark.django_db

ADD = "admin:troubleshooting_article_add"


def address(article):
    return reverse("admin:troubleshooting_article_change", args=[article.pk])


def post(client, article, text, **data):
    based_on = article.revisions.count() if article else 0
    return client.post(address(article) if article else reverse(ADD), {"text": text, "based_on": based_on, **data})


def textarea(response):
    """What the browser would have in the text field: a line break right after the tag does not count."""
    found = re.search(r'<textarea id="document-text"[^>]*>\n?(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return unescape(found[1])


def published_text(**values):
    return print_document(make_document(**values))


def test_the_newest_revision_is_what_is_edited(client):
    article = make_article()
    save_revision(document=make_document(title="Newer"), article=article)
    sign_in(client, "Editors")

    response = client.get(address(article))
    assert textarea(response) == published_text(title="Newer")
    assert 'name="based_on" value="2"' in response.content.decode()


def test_saving_makes_a_draft_with_its_author_and_note_and_nothing_public(client):
    article = make_article()
    user = sign_in(client, "Editors")

    response = post(client, article, published_text(title="Changed"), note="Clearer title")
    assert response.status_code == 302
    newest = article.revisions.newest_first().first()
    assert (newest.number, newest.author, newest.note) == (2, user, "Clearer title")
    assert newest.document.title == "Changed"
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Bank error 9", 1)


def test_save_and_publish_makes_it_public_and_the_log_says_who(client):
    article = make_article()
    user = sign_in(client, "Publishers")

    response = post(client, article, published_text(title="Changed"), publish="1")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Changed", 2)
    logged = LogEntry.objects.order_by("pk").values_list("user", "change_message")
    assert list(logged) == [(user.pk, "Saved revision 2."), (user.pk, "Published revision 2.")]


def test_saving_the_same_text_again_makes_no_revision(client):
    article = make_article()
    sign_in(client, "Editors")

    response = post(client, article, published_text())
    assert response.status_code == 302
    assert article.revisions.count() == 1


def test_a_text_that_cannot_be_read_comes_back_with_its_problems_and_is_not_saved(client):
    article = make_article()
    sign_in(client, "Editors")
    text = published_text() + "\n# Nonsense & <b>more</b>\n\nNot lost.\n"

    response = post(client, article, text, note="half done")
    assert response.status_code == 422
    assert textarea(response) == text
    assert 'value="half done"' in response.content.decode()
    assert f'data-line="{text.splitlines().index("# Nonsense & <b>more</b>") + 1}"' in response.content.decode()
    assert article.revisions.count() == 1


@pytest.mark.parametrize("text", ["", "\0", "---\n", "\r\n\r\n", "<textarea></textarea>"])
def test_no_text_makes_the_editor_fail(client, text):
    article = make_article()
    sign_in(client, "Editors")

    assert post(client, article, text).status_code in (200, 422)
    assert post(client, None, text).status_code in (200, 422)
    assert article.revisions.count() == 1


def test_errors_of_the_linter_keep_a_draft_from_nothing_but_publishing(client):
    article = make_article()
    sign_in(client, "Publishers")

    response = post(client, article, published_text(topic="gone"), publish="1")
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "revision 2, was not published" in page
    assert "problem-error" in page
    article.refresh_from_db()
    assert article.revisions.count() == 2
    assert article.published_revision.number == 1


def test_a_save_over_a_newer_revision_is_refused_and_both_texts_are_shown(client):
    article = make_article()
    other = make_staff(name="olga")
    save_revision(document=make_document(summary="What Olga wrote."), article=article, author=other)
    sign_in(client, "Editors")
    mine = published_text(summary="What I wrote.")

    response = client.post(address(article), {"text": mine, "based_on": 1, "note": "mine"})
    page = response.content.decode()
    assert response.status_code == 409
    assert textarea(response) == mine
    assert "olga" in page
    assert "What Olga wrote." in page
    assert "What I wrote." in page
    assert 'value="mine"' in page
    assert article.revisions.count() == 2

    again = client.post(
        address(article), {"text": mine, "based_on": re.search(r'name="based_on" value="(\d+)"', page)[1]}
    )
    assert again.status_code == 302
    assert article.revisions.newest_first().first().document.summary == "What I wrote."


@pytest.mark.parametrize("based_on", ["", "x", "-1", "99"])
def test_without_a_word_of_what_it_is_based_on_a_save_overwrites_nothing(client, based_on):
    article = make_article()
    sign_in(client, "Editors")
    text = published_text(title="Mine")

    response = client.post(address(article), {"text": text, "based_on": based_on})
    assert response.status_code in (409, 422)
    assert textarea(response) == text
    assert article.revisions.count() == 1


def test_a_note_that_is_too_long_costs_no_text(client):
    article = make_article()
    sign_in(client, "Editors")
    text = published_text(title="Mine")

    response = post(client, article, text, note="x" * 201)
    assert response.status_code == 422
    assert textarea(response) == text
    assert article.revisions.count() == 1


def test_checking_lists_the_problems_and_saves_nothing(client):
    article = make_article()
    sign_in(client, "Editors")

    response = post(client, article, published_text(topic="gone"), check="1")
    assert response.status_code == 200
    assert "problem-error" in response.content.decode()
    assert article.revisions.count() == 1


def test_an_edited_step_keeps_the_key_by_which_visitors_devices_know_it(client):
    article = make_article()
    before = article.published_revision.document.scenarios[0].fixes[0].steps[0].key
    text = published_text().replace("Sign in. {#sign-in}", "Sign in.")
    sign_in(client, "Editors")

    post(client, article, text.replace("Sign in.", "Sign in to the bank."))
    after = article.revisions.newest_first().first().document.scenarios[0].fixes[0].steps[0]
    assert (after.key, after.body[0].markdown) == (before, "Sign in to the bank.")


def test_a_new_article_begins_with_an_example_that_can_be_published(client):
    make_catalog()
    sign_in(client, "Editors")

    text = textarea(client.get(reverse(ADD)))
    assert text == new_text()
    assert check(text, current_catalog()).problems == ()
    assert parse(text).document is not None


def test_a_new_article_is_saved_as_a_draft(client):
    make_catalog()
    sign_in(client, "Editors")

    response = post(client, None, published_text())
    article = Article.objects.get()
    assert response.url == address(article)
    assert (article.status, article.title, article.revisions.count()) == ("draft", "Bank error 9", 1)


def test_a_slug_that_another_article_has_is_refused_at_its_line(client):
    make_article()
    sign_in(client, "Editors")
    text = published_text(title="The same address")

    response = post(client, None, text)
    assert response.status_code == 422
    assert textarea(response) == text
    assert "Another article has the slug" in response.content.decode()
    assert f'data-line="{text.splitlines().index("slug: error-9") + 1}"' in response.content.decode()
    assert Article.objects.count() == 1


def test_a_document_that_closes_the_text_field_is_shown_as_text(client):
    hostile = "</textarea><script>alert(1)</script>"
    article = make_article(scenarios=(make_scenario(title=hostile),))
    sign_in(client, "Editors")

    response = client.get(address(article))
    assert "<script>alert" not in response.content.decode()
    assert hostile in textarea(response)


def test_a_text_that_begins_with_an_empty_line_keeps_it(client):
    article = make_article()
    sign_in(client, "Editors")

    assert textarea(post(client, article, "\n\n# Nonsense", check="1")) == "\n\n# Nonsense"


def test_an_article_that_is_not_there_is_404(client):
    sign_in(client, "Publishers")

    assert client.get(reverse("admin:troubleshooting_article_change", args=[99])).status_code == 404
    assert client.get("/admin/troubleshooting/article/none/change/").status_code == 404
    assert client.get(reverse("admin:troubleshooting_article_retire", args=[99])).status_code == 404


def test_those_who_may_only_look_can_not_type(client):
    article = make_article()
    user = sign_in(client, "Editors")
    user.groups.first().permissions.remove(*user.groups.first().permissions.filter(codename="change_article"))

    page = client.get(address(article)).content.decode()
    assert re.search(r'<textarea id="document-text"[^>]* readonly', page)
    assert "Save draft" not in page
    assert post(client, article, published_text(title="Mine")).status_code == 403


def test_it_takes_as_many_queries_for_three_scenarios_as_for_one(client):
    one = make_article(slug="one", codes=("1",))
    three = make_article(make_bank_document(slug="three", codes=("3",)))
    sign_in(client, "Editors")

    client.get(address(one))
    assert count_queries(lambda: client.get(address(one))) == count_queries(lambda: client.get(address(three)))


def test_retiring_asks_first_and_takes_the_article_off_the_public_pages(client):
    article = make_article()
    user = sign_in(client, "Publishers")
    retire = reverse("admin:troubleshooting_article_retire", args=[article.pk])

    assert client.get(retire).status_code == 200
    assert Article.objects.get().status == "published"
    assert client.post(retire).url == address(article)
    assert Article.objects.get().status == "retired"
    assert client.get(article.get_absolute_url()).status_code == 410
    assert LogEntry.objects.filter(user=user, change_message="Retired.").exists()


def test_the_text_a_new_article_begins_with_cannot_be_published_as_it_is(client):
    make_catalog()
    sign_in(client, "Publishers")
    client.post(reverse("admin:troubleshooting_article_add"), {"text": new_text(), "based_on": 0, "publish": "1"})
    assert Article.objects.get().status == Article.Status.DRAFT
