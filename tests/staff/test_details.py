"""The page on which an article gets an owner and a day by which it is checked."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from tests.factories import make_article
from tests.staff.people import make_staff, sign_in
from troubleshooting.models import Article, AuditEntry

pytestmark = pytest.mark.django_db
TODAY = "2026-08-31T10:00Z"


def address(article):
    return reverse("admin:troubleshooting_article_details", args=[article.pk])


def post(client, article, **fields):
    return client.post(address(article), {"owner": "", "review_by": "", **fields})


def test_it_offers_the_staff_who_may_write_and_the_present_owner(client):
    former = make_staff(name="former")
    article = make_article()
    Article.objects.update(owner=former)
    make_staff("Editors", name="writes")
    make_staff("Analysts", name="reads")
    make_staff("Editors", name="left", is_active=False)
    sign_in(client, "Editors", name="me")
    page = client.get(address(article)).content.decode()
    assert [name for name in ("former", "writes", "me") if f">{name}</option>" not in page] == []
    assert [name for name in ("reads", "left") if f">{name}</option>" in page] == []


def test_owner_and_day_are_saved_and_said(client):
    article, anna = make_article(), make_staff("Editors", name="anna")
    sign_in(client, "Editors")
    page = client.post(address(article), {"owner": anna.pk, "review_by": "2027-03-31"}, follow=True).content.decode()
    article.refresh_from_db()
    assert (article.owner, article.review_by) == (anna, date(2027, 3, 31))
    assert "Saved. Owner: anna, review by March 31, 2027." in page


@travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("do", "day", "said"),
    [
        ("months-3", date(2026, 11, 30), "Review by: 2026-11-30."),
        ("months-12", date(2027, 8, 31), "Review by: 2027-08-31."),
        ("reviewed", date(2027, 2, 28), "Reviewed: still true. Review by: 2027-02-28."),
    ],
)
def test_one_click_sets_the_next_day(client, settings, do, day, said):
    article = make_article()
    Article.objects.update(review_by="2026-09-01")
    sign_in(client, "Editors")
    post(client, article, do=do)
    article.refresh_from_db()
    assert article.review_by == day
    assert AuditEntry.objects.filter(action="assigned").get().detail == said
    settings.REVIEW_MONTHS = 0
    assert "next on Feb. 28, 2027" in client.get(address(article)).content.decode()


def test_an_emptied_form_takes_owner_and_day_away(client):
    article = make_article()
    Article.objects.update(owner=make_staff("Editors"), review_by="2026-09-01")
    sign_in(client, "Editors")
    post(client, article)
    article.refresh_from_db()
    assert (article.owner, article.review_by) == (None, None)


@travel(TODAY, tick=False)
@pytest.mark.parametrize("fields", [{"review_by": "soon"}, {"review_by": "1999-01-01"}, {"owner": "0"}])
def test_bad_input_is_said_at_the_field_and_changes_nothing(client, fields):
    article = make_article()
    Article.objects.update(review_by="2026-09-01")
    sign_in(client, "Editors")
    response = post(client, article, **fields)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Article.objects.get().review_by == date(2026, 9, 1)


@travel(TODAY, tick=False)
def test_a_day_that_has_passed_is_marked(client):
    article = make_article()
    Article.objects.update(review_by="2026-08-30")
    sign_in(client, "Editors")
    assert "tag-late" in client.get(address(article)).content.decode()


def test_readers_and_strangers_are_kept_out(client):
    article = make_article()
    assert client.get(address(article)).status_code == 302
    sign_in(client, "Analysts")
    assert client.get(address(article)).status_code == 403
    assert post(client, article).status_code == 403
    sign_in(client, "Editors")
    assert client.get(reverse("admin:troubleshooting_article_details", args=[0])).status_code == 404
