"""Topic, products, owner and review date of several articles at once."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_article, make_document
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from troubleshooting.admin import bulk
from troubleshooting.documents.problems import Problem
from troubleshooting.models import Article, AuditEntry, Product, Topic
from troubleshooting.publishing import PublishingError, save_revision

pytestmark = pytest.mark.django_db
LIST = "admin:troubleshooting_article_changelist"


def send(client, *articles, **fields):
    chosen = [article.pk for article in articles]
    data = {"action": "change_details", "_selected_action": chosen, **fields}
    return client.post(reverse(LIST), data, follow=True)


@pytest.fixture
def articles(client):
    sign_in(client, "Editors", name="me")
    Topic.objects.create(slug="cards", name="Cards")
    Product.objects.create(slug="online", name="Online")
    return [make_article(slug=f"error-{n}", codes=(str(n),), title=f"Error {n}", products=("ledger",)) for n in (1, 2)]


def test_it_asks_first_and_names_the_chosen_articles(client, articles):
    page = send(client, *articles).content.decode()
    assert "in the 2 chosen articles" in page
    assert "<li>Error 1</li>" in page
    assert 'value="apply"' not in page


def test_it_shows_what_would_change_and_changes_nothing(client, articles):
    save_revision(document=make_document(slug="error-2", topic="cards", title="Error 2"), article=articles[1])
    page = send(client, *articles, do="preview", topic="cards", review_by="2027-01-31").content.decode()
    assert "<strong>Error 1</strong> Topic: banking → cards · Review by: Jan. 31, 2027" in page
    assert "<strong>Error 2</strong> Review by: Jan. 31, 2027" in page
    assert 'value="apply"' in page
    assert set(Article.objects.values_list("review_by", flat=True)) != {date(2027, 1, 31)}
    assert articles[0].revisions.count() == 1


def test_topic_and_products_make_drafts_that_say_so(client, articles):
    page = send(client, *articles, do="apply", topic="cards", add="online", remove="ledger").content.decode()
    assert "2 articles have new drafts." in page
    for article in articles:
        newest = article.revisions.newest_first().first()
        assert (newest.document.topic, newest.document.products, newest.author.username) == ("cards", ("online",), "me")
        assert "Topic: banking → cards" in newest.note
        article.refresh_from_db()
        assert (article.topic.slug, article.stage) == ("banking", "draft")


def test_owner_and_review_date_hold_at_once_and_make_no_draft(client, articles):
    anna = make_staff("Editors", name="anna")
    page = send(client, *articles, do="apply", owner=anna.pk, review_by="2027-01-31").content.decode()
    assert "Saved for 2 articles." in page
    assert set(Article.objects.values_list("owner", "review_by")) == {(anna.pk, date(2027, 1, 31))}
    assert [article.revisions.count() for article in articles] == [1, 1]
    assert AuditEntry.objects.filter(action="assigned", actor_name="me").count() == 2


def test_owner_and_review_date_can_be_taken_away(client, articles):
    Article.objects.update(owner=make_staff("Editors"), review_by="2027-01-31")
    page = send(client, *articles, do="preview", no_owner="on", no_review="on").content.decode()
    assert "Owner: nobody · Review by: no date" in page
    send(client, *articles, do="apply", no_owner="on", no_review="on")
    assert set(Article.objects.values_list("owner", "review_by")) == {(None, None)}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose what is to change."),
        ({"add": "online", "remove": "online"}, "Either add or remove Online."),
        ({"review_by": "2027-01-31", "no_review": "on"}, "Either choose one above, or tick this."),
        ({"review_by": "soon"}, "Enter the day as in"),
        ({"topic": "gone"}, "errorlist"),
    ],
)
@pytest.mark.parametrize("do", ["preview", "apply"])
def test_bad_input_is_said_and_changes_nothing(client, articles, do, fields, words):
    response = send(client, *articles, do=do, **fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert articles[0].revisions.count() == 1


def test_an_article_that_cannot_be_saved_does_not_hold_up_the_others(client, articles, monkeypatch):
    def refuse_first(article, *rest, **options):
        if article.pk == articles[0].pk:
            raise PublishingError([Problem("error", "Somebody saved in between.")])
        return refile(article, *rest, **options)

    refile = bulk.refile
    monkeypatch.setattr(bulk, "refile", refuse_first)
    page = send(client, *articles, do="apply", topic="cards").content.decode()
    assert "“Error 1” was not filed anew: Somebody saved in between." in page
    assert "1 article has a new draft." in page


def test_too_many_at_a_time_are_refused(client, articles, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 1)
    assert "At most 1 articles at a time." in send(client, *articles).content.decode()


def test_analysts_have_no_such_action(client, articles):
    sign_in(client, "Analysts")
    assert send(client, *articles, do="apply", topic="cards").status_code == 403


def test_the_preview_takes_as_many_queries_for_two_articles_as_for_one(client, articles):
    one = count_queries(lambda: send(client, articles[0], do="preview", topic="cards"))
    assert count_queries(lambda: send(client, *articles, do="preview", topic="cards")) == one
