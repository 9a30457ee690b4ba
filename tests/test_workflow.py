"""From draft to public: review, approval, schedule, and the rule of a second pair of eyes."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from time_machine import travel

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff
from troubleshooting.models import Article, AuditEntry, Stage
from troubleshooting.publishing import (
    PublishingError,
    approve,
    publish,
    require_review,
    restore,
    retire,
    reviewers,
    save_revision,
    schedule,
    schedule_retirement,
    send_back,
    send_to_review,
    trash,
    unschedule,
)

pytestmark = pytest.mark.django_db

Action = AuditEntry.Action


@pytest.fixture
def anna():
    return make_staff("Editors", name="anna")


@pytest.fixture
def kim():
    return make_staff("Publishers", name="kim")


@pytest.fixture
def draft(anna):
    """The only revision of a new article, by anna."""
    make_catalog()
    return save_revision(document=make_document(), author=anna)


def edit(article, author, title="Changed", **more):
    return save_revision(document=make_document(title=title), article=article, author=author, **more)


def soon(hours=1):
    return timezone.now() + timedelta(hours=hours)


def deeds():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "revision"))


def test_a_new_article_begins_as_a_draft_of_its_author(draft, anna):
    article = draft.article
    assert (article.stage, article.stage_by, article.status) == (Stage.DRAFT, anna, Article.Status.DRAFT)
    assert article.stage_at is not None


def test_it_goes_from_draft_to_review_to_ready_to_public(draft, anna, kim):
    article = send_to_review(draft, by=anna, reviewer=kim, due=date(2030, 1, 2), note="Please look at step 3.")
    assert (article.stage, article.reviewer, article.due) == (Stage.IN_REVIEW, kim, date(2030, 1, 2))
    assert (article.stage_by, article.stage_note) == (anna, "Please look at step 3.")

    article = approve(draft, by=kim, note="Good.")
    assert (article.stage, article.approved_by, article.stage_by, article.stage_note) == (
        Stage.READY,
        kim,
        kim,
        "Good.",
    )

    article = publish(draft, by=kim)
    assert (article.stage, article.stage_by) == (Stage.NONE, kim)
    assert (article.approved_by, article.reviewer, article.due, article.stage_note) == (None, None, None, "")
    assert deeds() == [
        ("saved", "anna", 1),
        ("sent-to-review", "anna", 1),
        ("approved", "kim", 1),
        ("published", "kim", 1),
    ]


def test_what_is_sent_back_is_a_draft_with_the_reason(draft, anna, kim):
    send_to_review(draft, by=anna, reviewer=kim)
    article = send_back(draft, by=kim, note="The second fix is missing.")
    assert (article.stage, article.stage_note) == (Stage.DRAFT, "The second fix is missing.")
    assert article.reviewer == kim
    assert AuditEntry.objects.newest_first()[0].detail == "The second fix is missing."


@pytest.mark.parametrize("ready", [False, True])
def test_a_new_revision_in_review_is_a_draft_again_and_keeps_its_reviewer(draft, anna, kim, ready):
    send_to_review(draft, by=anna, reviewer=kim)
    if ready:
        approve(draft, by=kim)
    edit(draft.article, anna)
    article = Article.objects.get()
    assert (article.stage, article.approved_by, article.reviewer) == (Stage.DRAFT, None, kim)


def test_an_unchanged_save_changes_no_stage(draft, anna, kim):
    send_to_review(draft, by=anna, reviewer=kim)
    save_revision(document=make_document(), article=draft.article, author=anna)
    assert Article.objects.get().stage == Stage.IN_REVIEW


@pytest.mark.parametrize("verb", [send_to_review, approve, send_back])
def test_only_the_newest_revision_has_a_stage(draft, anna, kim, verb):
    edit(draft.article, anna)
    with pytest.raises(PublishingError, match="Revision 2 was saved after revision 1"):
        verb(draft, by=kim)
    assert Article.objects.get().stage == Stage.DRAFT


@pytest.mark.parametrize("verb", [send_to_review, approve, send_back])
def test_what_is_public_has_no_stage_to_change(kim, verb):
    article = make_article()
    with pytest.raises(PublishingError, match="is public already"):
        verb(article.published_revision, by=kim)


def test_errors_of_the_linter_stand_against_ready_and_schedule(anna, kim):
    make_catalog()
    broken = save_revision(document=make_document(topic="gone"), author=anna)
    send_to_review(broken, by=anna)
    with pytest.raises(PublishingError, match="gone"):
        approve(broken, by=kim)
    with pytest.raises(PublishingError, match="gone"):
        schedule(broken, by=kim, publish_at=soon())
    assert Article.objects.get().stage == Stage.IN_REVIEW


def test_every_verb_repeated_changes_and_logs_nothing(draft, anna, kim):
    moment = soon()
    for verb, values in (
        (send_to_review, {"reviewer": kim, "note": "Look."}),
        (approve, {}),
        (schedule, {"publish_at": moment}),
        (send_back, {"note": "No."}),
    ):
        for _time in range(2):
            verb(draft, by=kim, **values)
    for _time in range(2):
        unschedule(draft.article, by=kim)
    assert [action for action, *_rest in deeds()] == ["saved", "sent-to-review", "approved", "scheduled", "sent-back"]


def test_sent_to_review_again_it_has_another_reviewer_and_no_approval(draft, anna, kim):
    send_to_review(draft, by=anna, reviewer=kim)
    approve(draft, by=kim)
    article = send_to_review(draft, by=anna, reviewer=None, note="Once more, please.")
    assert (article.stage, article.reviewer, article.approved_by) == (Stage.IN_REVIEW, None, None)
    assert AuditEntry.objects.approvers(draft) == set()


# The schedule


def test_what_is_scheduled_says_when_and_by_whom(draft, kim):
    with travel("2030-01-01T10:00Z", tick=False):
        article = schedule(draft, by=kim, publish_at=datetime(2030, 1, 2, 9, tzinfo=UTC))
    assert (article.stage, article.scheduled_revision, article.stage_by) == (Stage.SCHEDULED, draft, kim)
    assert AuditEntry.objects.newest_first()[0].detail == "To be published on Jan. 2, 2030, 9 a.m. (UTC)."


@pytest.mark.parametrize(("hours", "reason"), [(0, "is past"), (-1, "is past"), (24 * 740, "more than two years")])
def test_a_time_is_to_come_and_within_two_years(draft, kim, hours, reason):
    with travel("2030-01-01T10:00Z", tick=False):
        for verb, values in (
            (lambda **at: schedule(draft, by=kim, **at), "publish_at"),
            (lambda **at: schedule_retirement(draft.article, by=kim, **at), "retire_at"),
        ):
            with pytest.raises(PublishingError, match=reason):
                verb(**{values: soon(hours)})


def test_a_schedule_stays_while_newer_revisions_are_written_and_reviewed(draft, anna, kim):
    schedule(draft, by=kim, publish_at=soon())
    newer = edit(draft.article, anna)
    article = send_to_review(newer, by=anna, reviewer=kim)
    assert (article.stage, article.scheduled_revision) == (Stage.IN_REVIEW, draft)
    assert article.publish_at is not None


def test_an_older_revision_may_be_scheduled_and_leaves_the_stage_of_the_newest_alone(draft, anna, kim):
    newer = edit(draft.article, anna)
    schedule(newer, by=kim, publish_at=soon())
    article = schedule(draft, by=kim, publish_at=soon())
    assert (article.stage, article.scheduled_revision) == (Stage.DRAFT, draft)


def test_publishing_a_newer_revision_ends_the_schedule_of_an_older_one(draft, anna, kim):
    schedule(draft, by=kim, publish_at=soon())
    article = publish(edit(draft.article, anna), by=kim)
    assert (article.scheduled_revision, article.publish_at) == (None, None)


def test_publishing_an_older_revision_leaves_the_schedule_of_a_newer_one(draft, anna, kim):
    newer = edit(draft.article, anna)
    schedule(newer, by=kim, publish_at=soon())
    article = publish(draft, by=kim)
    assert (article.stage, article.scheduled_revision) == (Stage.SCHEDULED, newer)


def test_a_cancelled_schedule_leaves_what_was_approved_ready_and_else_a_draft(draft, anna, kim):
    schedule(draft, by=kim, publish_at=soon())
    assert unschedule(draft.article, by=kim).stage == Stage.DRAFT
    approve(draft, by=kim)
    schedule(draft, by=kim, publish_at=soon())
    article = unschedule(draft.article, by=kim)
    assert (article.stage, article.approved_by, article.publish_at) == (Stage.READY, kim, None)


def test_what_is_scheduled_goes_to_review_only_off_the_schedule(draft, anna, kim):
    schedule(draft, by=kim, publish_at=soon())
    with pytest.raises(PublishingError, match="Cancel the schedule first"):
        send_to_review(draft, by=anna)


def test_an_approval_leaves_the_schedule_as_it_is(draft, kim):
    schedule(draft, by=kim, publish_at=soon())
    article = approve(draft, by=kim)
    assert (article.stage, article.approved_by, article.scheduled_revision) == (Stage.SCHEDULED, kim, draft)


def test_the_public_revision_is_not_scheduled_and_a_retired_one_is(kim):
    article = make_article()
    with pytest.raises(PublishingError, match="public already"):
        schedule(article.published_revision, by=kim, publish_at=soon())
    retire(article)
    assert schedule(article.published_revision, by=kim, publish_at=soon()).stage == Stage.SCHEDULED


def test_only_what_will_be_public_is_scheduled_to_be_retired(draft, kim):
    with pytest.raises(PublishingError, match="nothing to retire"):
        schedule_retirement(draft.article, by=kim, retire_at=soon())
    schedule(draft, by=kim, publish_at=soon(2))
    with pytest.raises(PublishingError, match="nothing to retire"):
        schedule_retirement(draft.article, by=kim, retire_at=soon(1))
    moment = soon(3)
    assert schedule_retirement(draft.article, by=kim, retire_at=moment).retire_at == moment
    schedule_retirement(draft.article, by=kim, retire_at=moment)
    assert [action for action, *_rest in deeds()].count("scheduled") == 2
    with pytest.raises(PublishingError, match="is to be retired before that"):
        schedule(draft, by=kim, publish_at=soon(4))


def test_a_public_article_is_scheduled_to_be_retired_and_retiring_it_by_hand_ends_that(kim):
    article = make_article()
    assert schedule_retirement(article, by=kim, retire_at=soon()).retire_at is not None
    assert retire(article, by=kim).retire_at is None


@pytest.mark.parametrize("verb", [send_to_review, approve, send_back, publish])
def test_nothing_in_the_trash_goes_anywhere(draft, anna, kim, verb):
    trash(draft.article, by=anna)
    with pytest.raises(PublishingError, match="in the trash"):
        verb(draft, by=kim)
    with pytest.raises(PublishingError, match="in the trash"):
        schedule(draft, by=kim, publish_at=soon())
    with pytest.raises(PublishingError, match="in the trash"):
        schedule_retirement(draft.article, by=kim, retire_at=soon())


# Minor edits


def test_minor_edits_leave_the_date_of_the_public_page():
    article = make_article()
    for number in (1, 2):
        newest = edit(article, None, f"Tyop {number}", is_minor=True)
    assert publish(newest).published_at == article.published_at
    assert Article.objects.get().title == "Tyop 2"


def test_one_edit_that_is_not_minor_moves_it():
    article = make_article()
    edit(article, None, "A new cause")
    assert publish(edit(article, None, "A typo", is_minor=True)).published_at > article.published_at


def test_going_back_to_an_older_revision_moves_it():
    article = make_article()
    latest = publish(edit(article, None, "A typo", is_minor=True))
    assert publish(article.revisions.get(number=1)).published_at > latest.published_at


def test_going_back_leaves_the_newest_revision_a_draft(kim):
    article = make_article()
    publish(edit(article, None))
    article = publish(article.revisions.get(number=1), by=kim)
    assert (article.stage, article.published_revision.number) == (Stage.DRAFT, 1)


# A second pair of eyes


@pytest.fixture
def _required(settings):
    settings.REQUIRE_REVIEW = True


@pytest.mark.usefixtures("_required")
def test_with_the_rule_nothing_unapproved_is_published_or_scheduled(draft, kim):
    for attempt in (lambda: publish(draft, by=kim), lambda: schedule(draft, by=kim, publish_at=soon())):
        with pytest.raises(PublishingError, match="Revision 1 has to be approved first"):
            attempt()
    approve(draft, by=kim)
    assert schedule(draft, by=kim, publish_at=soon()).stage == Stage.SCHEDULED
    assert publish(draft, by=kim).status == Article.Status.PUBLISHED


@pytest.mark.usefixtures("_required")
def test_nobody_approves_or_is_asked_to_review_what_they_wrote_a_part_of(draft, anna, kim):
    newest = edit(draft.article, kim)
    for author in (anna, kim):
        with pytest.raises(PublishingError, match="somebody else has to approve"):
            approve(newest, by=author)
        with pytest.raises(PublishingError, match="Choose somebody else"):
            send_to_review(newest, by=anna, reviewer=author)
    approve(newest, by=make_staff("Publishers"))
    assert publish(newest, by=kim).title == "Changed"


@pytest.mark.usefixtures("_required")
def test_who_wrote_only_what_is_public_already_may_approve(draft, anna, kim):
    approve(draft, by=kim)
    article = publish(draft, by=kim)
    newest = edit(article, kim)
    approve(newest, by=anna)
    assert publish(newest, by=kim).title == "Changed"


@pytest.mark.usefixtures("_required")
def test_an_approval_ends_when_the_revision_is_sent_back_or_replaced(draft, anna, kim):
    send_to_review(draft, by=anna)
    approve(draft, by=kim)
    send_back(draft, by=kim)
    with pytest.raises(PublishingError, match="has to be approved"):
        publish(draft, by=kim)
    approve(draft, by=kim)
    newest = edit(draft.article, anna)
    with pytest.raises(PublishingError, match="Revision 2 has to be approved"):
        publish(newest, by=kim)


@pytest.mark.usefixtures("_required")
def test_an_approval_given_by_an_author_before_the_rule_counts_not(settings, draft, anna, kim):
    settings.REQUIRE_REVIEW = False
    approve(draft, by=anna)
    settings.REQUIRE_REVIEW = True
    with pytest.raises(PublishingError, match="has to be approved"):
        publish(draft, by=kim)


@pytest.mark.usefixtures("_required")
def test_an_approval_stays_when_the_account_that_gave_it_is_gone(draft, kim):
    approve(draft, by=kim)
    kim.delete()
    require_review(Article.objects.get(), draft)


def test_what_was_public_once_may_come_back_without_another_review(settings, kim):
    article = make_article()
    publish(edit(article, kim))
    first = article.revisions.get(number=1)
    settings.REQUIRE_REVIEW = True
    assert publish(first, by=kim).published_revision == first
    retire(article)
    assert publish(first, by=kim).status == Article.Status.PUBLISHED
    with pytest.raises(PublishingError, match="has to be approved"):
        publish(edit(article, kim, "Another"), by=kim)


def test_without_the_rule_publishers_publish_from_any_stage(draft, anna, kim):
    send_to_review(draft, by=anna)
    assert publish(draft, by=kim).stage == Stage.NONE


def test_the_reviewers_are_staff_who_may_write(anna, kim):
    make_staff("Analysts")
    make_staff("Editors", is_active=False)
    visitor = make_staff("Editors")
    visitor.is_staff = False
    visitor.save()
    root = make_staff(name="root", is_superuser=True)
    assert list(reviewers()) == [anna, kim, root]


def test_restoring_is_one_deed_in_the_log(draft, anna, kim):
    edit(draft.article, anna)
    assert restore(draft, author=kim).number == 3
    assert deeds()[2:] == [("restored", "kim", 3)]
    assert AuditEntry.objects.newest_first()[0].detail == "Restored from revision 1"


def test_the_migration_leaves_what_is_public_without_a_stage_and_all_else_a_draft():
    public, edited = make_article(), make_article(slug="edited", codes=("1",))
    save_revision(document=make_document(title="Newer", slug="edited"), article=edited)
    Article.objects.update(stage=Stage.DRAFT)
    migration = import_module("troubleshooting.migrations.0003_stages")
    migration.settle_public_articles(apps, SimpleNamespace(connection=connection))
    assert Article.objects.get(pk=public.pk).stage == Stage.NONE
    assert Article.objects.get(pk=edited.pk).stage == Stage.DRAFT
