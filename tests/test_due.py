"""Publishing and retiring by the clock: once, whoever else runs it, and one failure holds up no other."""

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from tests.factories import make_article, make_catalog, make_document
from tests.staff.people import make_staff
from troubleshooting.management.commands import publish_due as command
from troubleshooting.models import Article, AuditEntry, ContentVersion, Revision, Stage, Topic
from troubleshooting.publishing import (
    approve,
    publish_due,
    save_revision,
    schedule,
    schedule_retirement,
    send_to_review,
)
from troubleshooting.publishing import due as due_room
from troubleshooting.publishing.due import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return make_staff("Publishers", name="kim")


def soon(hours=1):
    return timezone.now() + timedelta(hours=hours)


def make_due(kim, slug="error-9", **values):
    """An article scheduled for an hour from now."""
    make_catalog()
    revision = save_revision(document=make_document(slug=slug, **values))
    return schedule(revision, by=kim, publish_at=soon())


def outcomes(now):
    return [(due.article.slug, due.outcome) for due in publish_due(now)]


def test_nothing_happens_before_its_time(kim):
    make_due(kim)
    assert publish_due(soon(0.9)) == []
    assert not Article.objects.published().exists()


def test_what_is_due_is_published_by_the_portal_itself(kim):
    make_due(kim)
    assert outcomes(soon(2)) == [("error-9", Outcome.PUBLISHED)]
    article = Article.objects.published().get()
    assert (article.stage, article.publish_at, article.scheduled_revision, article.stage_by) == (
        Stage.NONE,
        None,
        None,
        None,
    )
    entry = AuditEntry.objects.newest_first()[0]
    assert (entry.action, entry.actor_name, entry.actor_id, entry.revision) == ("published", "", None, 1)


def test_a_second_run_changes_nothing(kim):
    make_due(kim)
    publish_due(soon(2))
    before = (Article.objects.values().get(), ContentVersion.current(), AuditEntry.objects.count())
    assert publish_due(soon(2)) == []
    assert (Article.objects.values().get(), ContentVersion.current(), AuditEntry.objects.count()) == before


def test_the_scheduled_revision_is_published_and_a_newer_draft_waits_on(kim):
    article = make_due(kim)
    newer = save_revision(document=make_document(title="Newer"), article=article)
    send_to_review(newer, by=kim)
    publish_due(soon(2))
    article = Article.objects.get()
    assert (article.title, article.published_revision.number, article.stage) == ("Bank error 9", 1, Stage.IN_REVIEW)


def test_what_is_to_be_retired_is_retired(client, kim):
    article = make_article()
    schedule_retirement(article, by=kim, retire_at=soon())
    assert outcomes(soon(2)) == [("error-9", Outcome.RETIRED)]
    assert client.get(article.get_absolute_url()).status_code == 410
    assert Article.objects.get().retire_at is None
    assert publish_due(soon(2)) == []


@pytest.mark.parametrize(("retire_after", "status"), [(2, "retired"), (0.5, "published")])
def test_both_due_in_one_run_happen_in_the_order_of_their_times(kim, retire_after, status):
    article = make_article()
    newer = save_revision(document=make_document(title="Newer"), article=article)
    schedule(newer, by=kim, publish_at=soon(1))
    schedule_retirement(article, by=kim, retire_at=soon(retire_after))
    assert len(publish_due(soon(3))) == 2
    article = Article.objects.get()
    assert (article.status, article.title) == (status, "Newer")


def test_one_that_cannot_be_published_is_a_draft_with_the_reason_and_holds_up_no_other(kim, capsys):
    make_due(kim, "broken")
    Topic.objects.create(slug="other", name="Other")
    make_due(kim, "whole", topic="other")
    Topic.objects.filter(slug="banking").update(slug="renamed")
    Article.objects.update(publish_at=timezone.now())

    with pytest.raises(CommandError, match="1 could not be published"):
        call_command("publish_due")
    printed = capsys.readouterr()
    assert "whole: published" in printed.out
    assert "broken: not published:" in printed.err

    broken = Article.objects.get(slug="broken")
    assert (broken.status, broken.stage, broken.publish_at) == ("draft", Stage.DRAFT, None)
    assert broken.stage_note.startswith("Revision 1 was not published: ")
    assert "banking" in broken.stage_note
    entry = AuditEntry.objects.for_article(broken)[0]
    assert (entry.action, entry.revision) == ("not-published", 1)
    call_command("publish_due")


def test_a_newer_revision_in_review_stays_there_when_an_older_one_cannot_be_published(kim):
    article = make_due(kim)
    newer = save_revision(document=make_document(title="Newer"), article=article)
    send_to_review(newer, by=kim, note="Look.")
    Topic.objects.update(slug="renamed")
    assert outcomes(soon(2)) == [("error-9", Outcome.NOT_PUBLISHED)]
    article = Article.objects.get()
    assert (article.stage, article.stage_note, article.publish_at) == (Stage.IN_REVIEW, "Look.", None)


def test_the_rule_of_a_second_pair_of_eyes_holds_by_the_clock_too(settings, kim):
    article = make_due(kim)
    settings.REQUIRE_REVIEW = True
    due = publish_due(soon(2))
    assert "has to be approved first" in due[0].reason
    revision = article.revisions.get()
    approve(revision, by=kim)
    schedule(revision, by=kim, publish_at=soon())
    assert outcomes(soon(2)) == [("error-9", Outcome.PUBLISHED)]


def test_an_approval_holds_for_the_scheduled_revision_while_a_newer_one_is_written(settings, kim):
    settings.REQUIRE_REVIEW = True
    make_catalog()
    revision = save_revision(document=make_document())
    approve(revision, by=kim)
    schedule(revision, by=kim, publish_at=soon())
    save_revision(document=make_document(title="Newer"), article=revision.article, author=kim)
    assert outcomes(soon(2)) == [("error-9", Outcome.PUBLISHED)]


def test_a_document_that_cannot_be_read_any_more_is_named_and_holds_up_no_other(kim):
    broken = make_due(kim, "broken")
    make_due(kim, "whole")
    Revision.objects.filter(article=broken).update(content={"title": 1})
    assert set(outcomes(soon(2))) == {("broken", Outcome.NOT_PUBLISHED), ("whole", Outcome.PUBLISHED)}
    assert "cannot be read" in Article.objects.get(slug="broken").stage_note
    assert Article.objects.get(slug="whole").status == "published"


def test_a_retirement_of_what_never_became_public_is_forgotten(kim):
    article = make_due(kim)
    schedule_retirement(article, by=kim, retire_at=soon(2))
    Topic.objects.update(slug="renamed")
    assert outcomes(soon(3)) == [("error-9", Outcome.NOT_PUBLISHED)]
    assert Article.objects.get().retire_at is None
    assert publish_due(soon(3)) == []


def test_a_run_cut_short_publishes_nothing_of_that_article(kim, monkeypatch):
    make_due(kim)

    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(ContentVersion, "bump", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish_due(soon(2))
    article = Article.objects.get()
    assert (article.status, article.stage) == ("draft", Stage.SCHEDULED)
    monkeypatch.undo()
    assert outcomes(soon(2)) == [("error-9", Outcome.PUBLISHED)]


def test_a_schedule_changed_after_the_list_was_read_is_not_run(kim, monkeypatch):
    article = make_due(kim)
    locked = due_room.locked

    def changed_before_the_lock(pk):
        Article.objects.update(publish_at=soon(48))
        return locked(pk)

    monkeypatch.setattr(due_room, "locked", changed_before_the_lock)
    assert publish_due(soon(2)) == []
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_looking_takes_one_query_however_many_are_scheduled_for_later(kim, django_assert_num_queries):
    for number in range(3):
        make_due(kim, f"error-{number}")
    with django_assert_num_queries(1):
        publish_due(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_publish_each_article_once():
    kim = make_staff("Publishers", name="kim")
    for number in range(4):
        make_due(kim, f"error-{number}")
    ended, now, start = [], soon(2), threading.Barrier(2)

    def run():
        start.wait()
        try:
            ended.append(publish_due(now))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 2
    assert sum(len(done) for done in ended) == 4
    assert AuditEntry.objects.filter(action="published").count() == 4


def test_the_watching_run_outlives_a_database_that_is_busy_and_articles_that_cannot_be_published(
    kim, monkeypatch, capsys
):
    make_due(kim)
    Article.objects.update(publish_at=timezone.now())
    Topic.objects.update(slug="renamed")
    looked = []

    def busy_once(now):
        looked.append(1)
        if len(looked) == 1:
            raise OperationalError("database is locked")
        return publish_due(now)

    def stop_after_three_rounds(_seconds):
        if len(looked) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "publish_due", busy_once)
    monkeypatch.setattr(command.time, "sleep", stop_after_three_rounds)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("publish_due", "--watch")
    assert capsys.readouterr().err.count("error-9: not published") == 1
