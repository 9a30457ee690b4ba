"""The history of an article: every revision can be read, compared, restored and published."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import make_article, make_document, make_scenario
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.publishing import save_revision

pytestmark = pytest.mark.django_db


def history(article):
    return reverse("admin:troubleshooting_article_history", args=[article.pk])


def revision(article, number, name="revision"):
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk, number])


def make_edited_article(**changes):
    """Revision 1 is public, revision 2 by anna has the changes."""
    article = make_article()
    author = make_staff(name="anna")
    save_revision(document=make_document(**changes), article=article, author=author, note="Clearer")
    return article


def test_it_lists_who_saved_what_and_which_revision_is_public(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")

    page = client.get(history(article)).content.decode()
    assert page.index("Revision 2") < page.index("Revision 1")
    assert "anna" in page
    assert "Clearer" in page
    assert page.count("tag-published") == 1
    assert page.index("tag-published") > page.index("Revision 1")


def test_a_revision_shows_what_it_changed(client):
    article = make_edited_article(summary="Another summary.")
    sign_in(client, "Editors")

    response = client.get(revision(article, 2))
    changed = [(line.kind, line.text) for line in response.context["diff"] if line.kind in ("gone", "new")]
    assert changed == [
        ("gone", "summary: The bank does not answer."),
        ("new", "summary: Another summary."),
    ]
    assert "Another summary." in response.content.decode()


def test_the_first_revision_has_nothing_before_it(client):
    article = make_article()
    sign_in(client, "Editors")

    response = client.get(revision(article, 1))
    assert response.status_code == 200
    assert "Changes since" not in response.content.decode()


def test_a_revision_can_be_seen_as_a_page(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")

    page = client.get(revision(article, 2, "revision_preview"))
    assert "Changed" in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_restoring_saves_the_old_text_as_the_newest_revision_and_the_log_says_who(client):
    article = make_edited_article(title="Changed")
    user = sign_in(client, "Editors")

    response = client.post(revision(article, 1, "restore"))
    assert response.url == reverse("admin:troubleshooting_article_change", args=[article.pk])
    newest = article.revisions.newest_first().first()
    assert (newest.number, newest.document.title, newest.author) == (3, "Bank error 9", user)
    assert LogEntry.objects.get().change_message == "Restored revision 1 as revision 3."
    assert LogEntry.objects.get().user == user


def test_an_old_revision_can_be_published_as_it_is(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Publishers")

    client.post(revision(article, 2, "publish"))
    client.post(revision(article, 1, "publish"))
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Bank error 9", 1)
    assert article.revisions.count() == 2
    page = client.get(history(article)).content.decode()
    assert "Published revision 2." in page
    assert "Published revision 1." in page


def test_a_revision_with_errors_is_not_published_and_says_why(client):
    article = make_edited_article(topic="gone")
    sign_in(client, "Publishers")

    page = client.post(revision(article, 2, "publish"), follow=True).content.decode()
    assert "revision 2, was not published" in page
    article.refresh_from_db()
    assert article.published_revision.number == 1


@pytest.mark.parametrize("name", ["restore", "publish"])
def test_looking_at_the_address_of_a_verb_does_nothing(client, name):
    article = make_edited_article(title="Changed")
    sign_in(client, "Publishers")

    assert client.get(revision(article, 1, name)).status_code == 405
    assert article.revisions.count() == 2


def test_a_revision_that_is_not_there_is_404(client):
    article = make_article()
    sign_in(client, "Publishers")

    assert client.get(revision(article, 2)).status_code == 404
    assert client.get(revision(article, 2, "revision_preview")).status_code == 404
    assert client.post(revision(article, 2, "restore")).status_code == 404
    assert client.post(revision(article, 2, "publish")).status_code == 404
    assert client.get(reverse("admin:troubleshooting_article_history", args=[99])).status_code == 404


def test_a_hostile_text_is_shown_as_text(client):
    hostile = "</textarea><script>alert(1)</script>"
    article = make_edited_article(scenarios=(make_scenario(title=hostile),))
    sign_in(client, "Editors")

    page = client.get(revision(article, 2)).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 2


def test_it_takes_as_many_queries_for_six_revisions_as_for_two(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")
    client.get(history(article))
    few = count_queries(lambda: client.get(history(article)))
    for number in range(4):
        save_revision(document=make_document(title=f"Changed {number}"), article=article)

    assert count_queries(lambda: client.get(history(article))) == few
