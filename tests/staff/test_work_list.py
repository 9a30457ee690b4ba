"""The work list on the admin's first page."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff, sign_in
from tests.staff.queries import count_queries
from tests.visits import make_report
from troubleshooting.admin.work_list import SHOWN, work_list
from troubleshooting.models import Article, AuditEntry, Destination, LinkCheck, Procedure, WorkingCopy
from troubleshooting.publishing import record, save_revision
from troubleshooting.publishing.steering import dismiss
from troubleshooting.publishing.workflow import schedule_retirement, send_back, send_to_review
from troubleshooting.searches import record_search

pytestmark = pytest.mark.django_db
INDEX = "admin:index"
NOW = "2026-03-20T12:00Z"
TODAY = date(2026, 3, 20)


def lines(person, heading):
    """What stands under a heading, for a person as they may do things now."""
    person = User.objects.get(pk=person.pk)
    (section,) = [section for section in work_list(person).sections if str(section.heading) == heading]
    return section.lines


def titles(person, heading):
    return [line.title for line in lines(person, heading)]


def make_draft(article, author, title="New title"):
    return save_revision(document=make_document(title=title, slug=article.slug), article=article, author=author)


def make_searches(times):
    """Searches of today that found nothing."""
    for text, count in times.items():
        for _time in range(count):
            record_search(text, results=0, at=timezone.now())


def make_articles(count):
    return [make_article(slug=f"error-{n}", codes=(str(n),), title=f"Error {n}") for n in range(count)]


def test_reviews_asked_of_me_come_by_their_deadline_and_those_of_nobody_wait_for_publishers():
    anna, editor, publisher = make_staff("Editors", name="anna"), make_staff("Editors"), make_staff("Publishers")
    one, two, three = make_articles(3)
    send_to_review(make_draft(one, anna), by=anna, reviewer=editor)
    send_to_review(make_draft(two, anna), by=anna, reviewer=editor, due=date(2020, 1, 1))
    send_to_review(make_draft(three, anna), by=anna)
    found = lines(editor, "Waiting for my review")
    assert [line.title for line in found] == ["Error 1", "Error 0"]
    assert [line.is_late for line in found] == [True, False]
    assert found[0].facts == ["anna, just now", "due Jan. 1, 2020"]
    assert found[0].url == reverse("admin:troubleshooting_article_change", args=[two.pk])
    assert titles(publisher, "Waiting for my review") == ["Error 2"]


def test_my_drafts_are_those_whose_newest_revision_i_wrote_also_once_sent_back():
    anna, ben = make_staff("Editors", name="anna"), make_staff("Publishers", name="ben")
    one, two = make_articles(2)
    send_to_review(make_draft(one, anna), by=anna)
    assert titles(anna, "My drafts and unsaved work") == []
    send_back(one.revisions.newest_first().first(), by=ben, note="Say more.")
    make_draft(two, anna)
    make_draft(two, ben, title="Newer")
    (mine,) = lines(anna, "My drafts and unsaved work")
    assert (mine.title, mine.facts) == ("Error 0", ["ben, just now", "Say more."])
    assert titles(ben, "My drafts and unsaved work") == ["Error 1"]


def test_unsaved_work_comes_first_and_stands_for_its_draft():
    anna = make_staff("Editors")
    one, two = make_articles(2)
    for article in (one, two):
        make_draft(article, anna)
    values = {"user": anna, "editor": "outline", "fields": {}, "saved_at": timezone.now()}
    WorkingCopy.objects.create(article=one, **values)
    WorkingCopy.objects.create(article=None, **values)
    WorkingCopy.objects.create(article=two, **{**values, "user": make_staff("Editors")})
    found = lines(anna, "My drafts and unsaved work")
    assert sorted(line.title for line in found[:2]) == ["Error 0", "New article"]
    assert [line.tag for line in found] == ["unsaved", "unsaved", ""]
    assert found[2].title == "Error 1"
    assert reverse("admin:troubleshooting_article_add") in [line.url for line in found]


def test_unpublished_edits_are_of_public_articles_and_say_how_far_they_are():
    anna = make_staff("Editors")
    (article,) = make_articles(1)
    save_revision(document=make_document(slug="never-public"), author=anna)
    assert titles(anna, "Unpublished edits") == []
    send_to_review(make_draft(article, anna), by=anna)
    (line,) = lines(anna, "Unpublished edits")
    assert (line.title, line.tag) == ("Error 0", "In review")


@travel(NOW, tick=False)
def test_what_happens_by_itself_is_listed_and_what_should_have_happened_is_late():
    anna = make_staff("Publishers")
    one, two = make_articles(2)
    now = timezone.now()
    schedule_retirement(one, by=anna, retire_at=now + timedelta(days=2))
    schedule_retirement(two, by=anna, retire_at=now + timedelta(days=1))
    assert titles(anna, "Scheduled") == ["Error 1", "Error 0"]
    with travel(datetime.fromisoformat("2026-03-21T13:00Z"), tick=False):
        found = lines(anna, "Scheduled")
    assert [line.is_late for line in found] == [True, False]
    assert found[0].facts == ["to be retired on March 21, 2026, noon"]


@travel(NOW, tick=False)
def test_articles_due_for_a_look_within_two_weeks_come_with_mine_first():
    anna = make_staff("Editors", name="anna")
    days = [TODAY - timedelta(days=1), TODAY + timedelta(days=14), TODAY + timedelta(days=15), TODAY]
    for article, day in zip(make_articles(4), days, strict=True):
        Article.objects.filter(pk=article.pk).update(review_by=day)
    Article.objects.filter(slug="error-1").update(owner=anna)
    Article.objects.filter(slug="error-3").update(owner=make_staff("Editors", name="ben"))
    found = lines(anna, "Review due")
    assert [(line.title, line.tag, line.is_late) for line in found] == [
        ("Error 1", "mine", False),
        ("Error 0", "", True),
        ("Error 3", "", False),
    ]
    assert [line.facts[1] for line in found] == ["owner: anna", "no owner", "owner: ben"]
    assert found[0].url == reverse(
        "admin:troubleshooting_article_details", args=[Article.objects.get(slug="error-1").pk]
    )


def test_failing_links_lead_to_where_they_stand():
    anna = make_staff("Editors")
    (article,) = make_articles(1)
    values = {"result": "broken", "checked_at": timezone.now(), "failing_since": timezone.now()}
    check = LinkCheck.objects.create(url="https://example.com/gone", **values)
    check.articles.add(article)
    check.destinations.add(Destination.objects.get())
    in_procedure = LinkCheck.objects.create(url="https://example.com/lost", **values)
    in_procedure.procedures.add(Procedure.objects.create(key="sign-in", title="Sign in", content=[]))
    LinkCheck.objects.create(url="https://example.com/", result="ok", checked_at=timezone.now())
    one, two = lines(anna, "Failing links")
    assert one.more == [("in “Error 0”", reverse("admin:troubleshooting_article_change", args=[article.pk]))]
    assert one.facts[0] == "Broken"
    assert one.facts[2] == "and in 1 more place"
    assert two.more[0][0] == "in “Sign in”"
    assert len(two.facts) == 2


@travel(NOW, tick=False)
def test_articles_that_often_did_not_help_are_those_with_enough_visits_by_the_analytics_own_measure():
    helps, fails, rarely = make_articles(3)
    for number in range(20):
        verdict = "solved" if number < 15 else "not-solved"
        make_report(helps, f"h{number}", "fix-moved", verdict, at=timezone.now())
        make_report(fails, f"f{number}", "fix-moved", "solved" if number < 3 else "not-solved", at=timezone.now())
    for number in range(19):
        make_report(rarely, f"r{number}", "fix-moved", at=timezone.now())
    analyst = make_staff("Analysts")
    found = lines(analyst, "Often did not help")
    assert [(line.title, line.facts) for line in found] == [
        ("Error 1", ["15% of 20 visits solved"]),
        ("Error 0", ["75% of 20 visits solved"]),
    ]
    assert found[0].url == reverse("admin:analytics_article", args=["error-1"]) + "?period=30"


@travel(NOW, tick=False)
def test_what_was_not_found_lately_can_be_written_about_by_those_who_may():
    make_searches({"flux & capacitor": 2, "rare": 1})
    record_search("flux & capacitor", results=0, at=timezone.now() - timedelta(days=29))
    record_search("long ago", results=0, at=timezone.now() - timedelta(days=30))
    record_search("found", results=1, at=timezone.now())
    dismiss("rare", by=None)
    make_searches({"error 7": 1})
    editor, analyst = make_staff("Editors"), make_staff("Analysts")
    found = lines(editor, "Searched and not found")
    assert [line.title for line in found] == ["flux capacitor", "error 7"]
    assert found[0].facts == ["3 times", "last on March 20, 2026"]
    new = "/admin/troubleshooting/article/new/"
    assert found[0].more == [("Write an article about it", f"{new}?title=Flux+capacitor")]
    assert found[1].more == [("Write an article about it", f"{new}?title=Error+7&code=error+7")]
    assert [line.more for line in lines(analyst, "Searched and not found")] == [[], []]


@pytest.mark.parametrize(
    ("groups", "headings"),
    [
        (("Editors",), 8),
        (("Publishers",), 8),
        (("Analysts",), 2),
        ((), 0),
    ],
)
def test_everybody_sees_what_they_may_do_something_about(client, groups, headings):
    person = sign_in(client, *groups)
    assert len(work_list(person).sections) == headings
    assert ("What waits" in client.get(reverse(INDEX)).content.decode()) is bool(headings)


def test_what_is_in_the_trash_waits_for_nobody():
    anna = make_staff("Editors")
    make_catalog()
    article = save_revision(document=make_document(), author=anna).article
    Article.objects.filter(pk=article.pk).update(trashed_at=timezone.now())
    assert [section.count for section in work_list(anna).sections] == [0] * 8


def test_empty_sections_are_one_friendly_line(client):
    sign_in(client, "Editors")
    page = client.get(reverse(INDEX)).content.decode()
    assert "Nothing waits for you." in page
    assert "<h3" not in page.split("Nothing waits for you.")[0].split('id="work"')[1]


def test_the_first_page_tells_what_i_did_last_and_not_what_others_did(client):
    anna = sign_in(client, "Editors")
    assert "Nothing yet." in client.get(reverse(INDEX)).content.decode()
    make_catalog()
    article = save_revision(document=make_document(), author=anna).article
    record(AuditEntry.Action.CHANGED, by=anna, subject="Topic “Banks”")
    record(AuditEntry.Action.PUBLISHED, by=make_staff(), article=article, revision=1)
    beside = client.get(reverse(INDEX)).content.decode().split('id="own-deeds"')[1].split("</section>")[0]
    assert reverse("admin:troubleshooting_article_change", args=[article.pk]) in beside
    assert "Saved · revision 1 · just now" in beside
    assert "Topic “Banks”" in beside
    assert "Published" not in beside


def test_of_many_things_the_first_ten_are_shown_with_their_number(client):
    sign_in(client, "Editors")
    make_searches({f"w{n}": 1 for n in range(12)})
    page = client.get(reverse(INDEX)).content.decode()
    assert "10 of 12" in page
    assert page.count("Write an article about it") == SHOWN
    assert f'href="{reverse("admin:searches")}"' in page


def test_it_takes_as_many_queries_however_much_there_is(client):
    anna = sign_in(client, "Publishers", name="anna")
    counts = []
    for number in range(6):
        article = make_article(slug=f"error-{number}", codes=(str(number),))
        Article.objects.filter(pk=article.pk).update(review_by=date(2020, 1, 1), owner=anna)
        make_draft(article, anna)
        other = make_article(slug=f"other-{number}", codes=())
        send_to_review(make_draft(other, anna), by=anna, reviewer=anna)
        check = LinkCheck.objects.create(
            url=f"https://example.com/{number}",
            result="broken",
            checked_at=timezone.now(),
            failing_since=timezone.now(),
        )
        check.articles.add(article)
        make_searches({f"w{number}": 1})
        if number in (0, 5):
            client.get(reverse(INDEX))
            counts.append(count_queries(lambda: client.get(reverse(INDEX))))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
