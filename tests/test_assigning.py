"""Who looks after an article, when it is due for a look, and where it is filed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff
from troubleshooting.models import Article, AuditEntry, Product, Topic
from troubleshooting.publishing import publish, save_revision
from troubleshooting.publishing.assigning import assign, first_review_by, months_after
from troubleshooting.publishing.refiling import Filing, refile


@pytest.mark.django_db
def test_an_owner_and_a_day_are_put_down_with_who_did_it():
    article, anna = make_article(), make_staff("Editors", name="anna")
    assign(article, by=anna, owner=anna, review_by=date(2027, 3, 31))
    article.refresh_from_db()
    assert (article.owner, article.review_by) == (anna, date(2027, 3, 31))
    entry = AuditEntry.objects.filter(action="assigned").get()
    assert (entry.actor_name, entry.article, entry.detail) == (
        "anna", article, "Owner: anna. Review by: 2027-03-31."
    )  # fmt: skip


@pytest.mark.django_db
def test_what_is_not_given_stays_and_none_empties():
    article, anna = make_article(), make_staff("Editors")
    assign(article, by=anna, owner=anna, review_by=date(2027, 3, 31))
    assign(article, by=anna, owner=None)
    article.refresh_from_db()
    assert (article.owner, article.review_by) == (None, date(2027, 3, 31))
    assign(article, by=anna, review_by=None)
    article.refresh_from_db()
    assert article.review_by is None


@pytest.mark.django_db
def test_repeated_it_writes_nothing_but_a_review_is_always_put_down():
    article, anna = make_article(), make_staff("Editors")
    for _again in range(2):
        assign(article, by=anna, owner=anna)
    assert AuditEntry.objects.filter(action="assigned").count() == 1
    for _again in range(2):
        assign(article, by=anna, is_reviewed=True)
    details = AuditEntry.objects.filter(action="assigned").values_list("detail", flat=True)
    assert list(details).count("Reviewed: still true.") == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("months", "has_date"), [(6, True), (0, False)])
def test_a_newly_published_article_is_due_for_a_look_as_the_settings_say(settings, months, has_date):
    settings.REVIEW_MONTHS = months
    article = make_article()
    assert (article.review_by is not None) is has_date
    assert article.review_by == first_review_by(date.today())  # noqa: DTZ011 the tests' zone is UTC


@pytest.mark.django_db
def test_a_day_of_its_own_and_a_day_taken_away_both_survive_publishing():
    make_catalog()
    draft = save_revision(document=make_document())
    assign(draft.article, by=None, review_by=date(2030, 1, 1))
    assert publish(draft).review_by == date(2030, 1, 1)
    article = assign(draft.article, by=None, review_by=None)
    assert publish(save_revision(document=make_document(title="New"), article=article)).review_by is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one_of_the_month(day, months, later):
    assert months_after(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_always_that_many_months_later(day, months):
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.django_db
def test_an_article_filed_anew_gets_a_draft_that_says_so():
    article = make_article(products=("ledger",))
    Topic.objects.create(slug="cards", name="Cards")
    Product.objects.create(slug="online", name="Online")
    revision = refile(article, Filing("cards", add=("online",), remove=("ledger",)), by=make_staff("Editors"))
    assert (revision.document.topic, revision.document.products) == ("cards", ("online",))
    assert revision.note == "Topic: banking → cards; Products added: online; Products removed: ledger"
    assert Article.objects.get().topic.slug == "banking"


@pytest.mark.django_db
@pytest.mark.parametrize("filing", [Filing(), Filing("banking"), Filing(add=("ledger",)), Filing(remove=("online",))])
def test_an_article_that_is_filed_so_already_gets_no_draft(filing):
    article = make_article(products=("ledger",))
    assert refile(article, filing, by=make_staff("Editors")) is None
    assert article.revisions.count() == 1


@pytest.mark.django_db
def test_an_article_without_a_revision_is_left_alone():
    assert refile(Article.objects.create(slug="bare", title="Bare"), Filing("banking"), by=make_staff()) is None
