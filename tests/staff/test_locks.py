"""The edit lock: a notice that keeps nobody out, and ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import make_article
from tests.staff.editing import page_address
from tests.staff.people import make_staff, sign_in
from troubleshooting.models import AuditEntry, EditLock
from troubleshooting.publishing.locks import hold, release, take_over

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def beat(client, article, **fields):
    return client.post(page_address("lock", article), fields).json()


def test_the_first_sign_takes_the_lock_and_the_next_ones_keep_it():
    article, ann = make_article(), make_staff()

    with time_machine.travel(NOON, tick=False) as clock:
        hold(article, by=ann)
        clock.shift(timedelta(seconds=30))
        lock = hold(article, by=ann)
    assert (lock.holder, lock.taken_at, lock.seen_at) == (ann, NOON, NOON + timedelta(seconds=30))


def test_a_lock_of_somebody_else_is_left_alone_until_two_minutes_after_their_last_sign():
    article, ann, bob = make_article(), make_staff(), make_staff()

    with time_machine.travel(NOON, tick=False) as clock:
        hold(article, by=ann)
        clock.shift(timedelta(seconds=119))
        assert hold(article, by=bob).holder == ann
        assert EditLock.objects.against(bob).count() == 1
        clock.shift(timedelta(seconds=1))
        assert EditLock.objects.against(bob).count() == 0
        lock = hold(article, by=bob)
    assert (lock.holder, lock.taken_at) == (bob, NOON + timedelta(minutes=2))


def test_a_lock_of_ones_own_that_has_ended_begins_anew():
    article, ann = make_article(), make_staff()

    with time_machine.travel(NOON, tick=False) as clock:
        hold(article, by=ann)
        clock.shift(timedelta(hours=1))
        assert hold(article, by=ann).taken_at == NOON + timedelta(hours=1)


def test_taking_over_is_written_down_once():
    article, ann, bob = make_article(), make_staff(name="ann"), make_staff()
    hold(article, by=ann)

    assert take_over(article, by=bob).holder == bob
    take_over(article, by=bob)
    entry = AuditEntry.objects.get(action=AuditEntry.Action.TOOK_OVER)
    assert (entry.actor_id, entry.detail) == (bob.pk, "ann")


def test_releasing_frees_only_what_is_ones_own():
    article, ann, bob = make_article(), make_staff(), make_staff()
    hold(article, by=ann)

    release(article, by=bob)
    assert EditLock.objects.filter(holder=ann).exists()
    release(article, by=ann)
    release(article, by=ann)
    assert not EditLock.objects.exists()


def test_the_heartbeat_says_whose_it_is(client):
    article = make_article()
    other = Client()
    sign_in(client, "Editors", name="ann")
    sign_in(other, "Editors", name="bob")

    assert beat(client, article)["is_mine"] is True
    told = beat(other, article)
    assert told["is_mine"] is False
    assert "ann is editing since" in told["html"]
    assert "Take over" in told["html"]


def test_the_one_taken_over_from_is_told_at_the_next_heartbeat(client):
    article = make_article()
    other = Client()
    sign_in(client, "Editors", name="ann")
    sign_in(other, "Editors", name="bob")
    beat(client, article)

    assert beat(other, article, do="take-over")["is_mine"] is True
    told = beat(client, article, had="1")
    assert told["is_mine"] is False
    assert "bob is editing since" in told["html"]
    assert "Your text stays here" in told["html"]


def test_another_person_who_opens_the_page_sees_who_edits_and_since_when(client):
    article = make_article()
    sign_in(client, "Editors")
    with time_machine.travel(NOON.replace(hour=10, minute=4), tick=False):
        hold(article, by=make_staff(name="ann"))
        page = client.get(page_address("document", article)).content.decode()
    assert "ann is editing since 10:04" in page


def test_leaving_the_page_releases(client):
    article = make_article()
    sign_in(client, "Editors")
    beat(client, article)

    assert client.post(page_address("lock", article), {"do": "release"}).status_code == 204
    assert not EditLock.objects.exists()


def test_looking_at_the_lock_is_no_get(client):
    article = make_article()
    sign_in(client, "Editors")

    assert client.get(page_address("lock", article)).status_code == 405
    assert not EditLock.objects.exists()
    assert str(EditLock(article=article, holder_id=1)) == f"1 at {article.pk}"


def test_strangers_hold_no_lock(client):
    article = make_article()

    assert client.post(page_address("lock", article)).status_code == 302
    sign_in(client, "Analysts")
    assert client.post(page_address("lock", article)).status_code == 403
