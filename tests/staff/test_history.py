"""The history of an article: every revision can be read, compared, restored and published."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from tests.factories import make_article, make_document, make_scenario
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.models import Article, AuditEntry, Stage
from troubleshooting.publishing import save_revision
from troubleshooting.publishing.audit import record

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


def test_it_marks_minor_edits_and_where_a_revision_stands(client):
    article = make_edited_article(title="Changed")
    approver = make_staff(name="petra")
    save_revision(document=make_document(title="Changed again"), article=article, is_minor=True)
    newest = article.revisions.newest_first().first()
    Article.objects.filter(pk=article.pk).update(
        stage=Stage.SCHEDULED,
        approved_by=approver,
        scheduled_revision=newest,
        publish_at=dt.datetime(2031, 5, 1, 9, tzinfo=dt.UTC),
    )
    sign_in(client, "Editors")

    first, second, third = client.get(history(article)).context["rows"]
    assert [mark.name for mark in first[1]] == ["minor", "ready", "scheduled"]
    assert [str(mark.words) for mark in first[1]] == [
        "minor edit",
        "approved by petra",
        "goes public on May 1, 2031, 9 a.m.",
    ]
    assert second[1] == ()
    assert [mark.words for mark in third[1]] == ["public"]
    Article.objects.filter(pk=article.pk).update(
        stage=Stage.IN_REVIEW, approved_by=None, scheduled_revision=None, publish_at=None, status="retired"
    )
    rows = client.get(history(article)).context["rows"]
    assert [mark.words for _, marks in rows for mark in marks] == ["minor edit", "in review", "public until retired"]


def test_the_log_says_who_did_what(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")
    record(
        AuditEntry.Action.APPROVED, by=make_staff(name="petra"), article=article, revision=2, detail="Well <b>done</b>"
    )

    page = client.get(history(article)).content.decode()
    log = re.sub(r"\s+", " ", page[page.index('class="log"') :])
    assert "petra · Approved (revision 2) · Well &lt;b&gt;done&lt;/b&gt;" in log
    assert "anna · Saved (revision 2)" in log
    assert "the portal · Published (revision 1)" in log


def test_long_lists_are_paged_each_for_itself(client, monkeypatch):
    monkeypatch.setattr("troubleshooting.admin.history.PER_PAGE", 1)
    monkeypatch.setattr("troubleshooting.admin.history.DEEDS_PER_PAGE", 2)
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")

    first = client.get(history(article)).content.decode()
    assert 'href="?page=2&amp;deeds=1"' in first
    assert 'href="?deeds=2&amp;page=1#deeds"' in first
    second = client.get(history(article), {"page": "2", "deeds": "2"}).content.decode()
    assert ">Revision 1</a>" in second
    assert ">Revision 2</a>" not in second
    assert 'href="?page=1&amp;deeds=2"' in second


# One revision


def test_a_revision_shows_what_it_changed(client):
    article = make_edited_article(summary="Another summary.")
    sign_in(client, "Editors")

    response = client.get(revision(article, 2))
    (change,) = response.context["comparison"].changes
    assert (change.label, change.kind) == ("Summary", "changed")
    page = response.content.decode()
    assert "Changes since revision 1" in page
    assert '<del><span class="visually-hidden">removed: </span>The bank does not answer.</del>' in page
    assert '<ins><span class="visually-hidden">added: </span>Another summary.</ins>' in page


def test_the_first_revision_has_nothing_before_it(client):
    article = make_article()
    sign_in(client, "Editors")

    response = client.get(revision(article, 1))
    assert response.status_code == 200
    assert "Changes since" not in response.content.decode()


# Any two


def compared(client, article, **numbers):
    return client.get(reverse("admin:troubleshooting_article_compare", args=[article.pk]), numbers)


def test_any_two_revisions_are_compared_in_either_order(client):
    article = make_edited_article(title="Second")
    save_revision(document=make_document(title="Third"), article=article)
    sign_in(client, "Editors")

    (change,) = compared(client, article, **{"from": 1, "to": 3}).context["comparison"].changes
    assert (change.was.text, change.part.text) == ("Bank error 9", "Third")
    (change,) = compared(client, article, **{"from": 3, "to": 2}).context["comparison"].changes
    assert (change.was.text, change.part.text) == ("Third", "Second")
    assert "Both say the same." in compared(client, article, **{"from": 2, "to": 2}).content.decode()


def test_the_list_offers_the_last_two_to_compare(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Editors")
    page = client.get(history(article)).content.decode()
    chosen = re.findall(r'<input type="radio" form="compare" name="(\w+)" value="(\d)"[^>]* checked>', page)
    assert sorted(chosen) == [("from", "1"), ("to", "2")]


@pytest.mark.parametrize(
    "numbers", [{}, {"from": 1}, {"from": 1, "to": 9}, {"from": "x", "to": 1}, {"from": 1, "to": "9" * 30}]
)
def test_revisions_that_are_not_there_cannot_be_compared(client, numbers):
    article = make_article()
    sign_in(client, "Editors")
    answer = compared(client, article, **numbers)
    assert answer.status_code == 404
    assert "Choose two revisions in the history" in answer.context["detail"]


def test_a_part_that_moved_says_from_where_to_where(client):
    scenarios = [make_scenario(key, key.title()) for key in ("a", "b", "c")]
    article = make_article(make_document(scenarios=scenarios))
    save_revision(document=make_document(scenarios=[*scenarios[1:], scenarios[0]]), article=article)
    sign_in(client, "Editors")
    page = client.get(revision(article, 2)).content.decode()
    assert "Stands after Scenario “C” now." in page
    assert "1 moved" in page


# Back to it


def test_restoring_saves_the_old_text_as_the_newest_revision_and_the_log_says_who(client):
    article = make_edited_article(title="Changed")
    user = sign_in(client, "Editors")

    response = client.post(revision(article, 1, "restore"))
    assert response.url == reverse("admin:troubleshooting_article_change", args=[article.pk])
    newest = article.revisions.newest_first().first()
    assert (newest.number, newest.document.title, newest.author) == (3, "Bank error 9", user)
    assert article.published_revision.number == 1
    entry = AuditEntry.objects.newest_first().first()
    assert (entry.action, entry.actor_name, entry.revision) == ("restored", user.username, 3)
    page = client.get(response.url).content.decode()
    assert "Revision 1 was restored as revision 3." in page


def test_an_old_revision_can_be_published_as_it_is(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Publishers")

    client.post(revision(article, 2, "publish"))
    client.post(revision(article, 1, "publish"))
    article.refresh_from_db()
    assert (article.title, article.published_revision.number) == ("Bank error 9", 1)
    assert article.revisions.count() == 2
    deeds = client.get(history(article)).context["deeds"]
    assert [(entry.action, entry.revision) for entry in deeds[:2]] == [("published", 1), ("published", 2)]


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
    assert client.get(revision(article, 2, "look")).status_code == 404
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


def test_people_without_a_part_in_articles_see_no_history(client):
    article = make_edited_article(title="Changed")
    sign_in(client, "Analysts")
    for address in (history(article), revision(article, 1), revision(article, 1, "look")):
        assert client.get(address).status_code == 403
    assert compared(client, article, **{"from": 1, "to": 2}).status_code == 403
