"""Delivery of messages to support: a real mail server in the test, up and down."""

import email
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from time_machine import travel

from tests.factories import make_bank_article, make_bank_document
from troubleshooting import escalation, guide
from troubleshooting.escalation import MOST_ATTEMPTS, Message, deliver_due, hand_over, retry
from troubleshooting.management.commands import send_outbox
from troubleshooting.models import Escalation
from troubleshooting.models.reports import TrustClass

pytestmark = pytest.mark.django_db


class Inbox:
    """What the mail server accepted; ``refusing`` makes it answer with a temporary failure."""

    def __init__(self):
        self.messages = []
        self.refusing = False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 aiosmtpd's name
        if self.refusing:
            return "451 Try again later"
        self.messages.append(email.message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def inbox(settings):
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield inbox
    controller.stop()


def make_escalation(**changes):
    values = {"name": "Ada", "email": "ada@example.com", "message": "It fails.", "checklist": (("Bank", "First"),)}
    trail = guide.Trail({"change": "moved"}, ("remap",))
    message = Message(**values | changes)
    return hand_over(make_bank_article(), message, trail, visit="v", trust=TrustClass.PAGE)


def test_the_message_reaches_support_with_all_that_was_said(inbox):
    sent = make_escalation()
    assert deliver_due() == 1
    (mail,) = inbox.messages
    text = mail.get_payload(decode=True).decode()
    assert mail["To"] == "support@example.com"
    assert mail["Reply-To"] == "ada@example.com"
    assert sent.reference in mail["Subject"]
    for part in ("It fails.", "Bank: First", "Change? Moved", "The account moved: Reset it", "/articles/error-9/"):
        assert part in text


def test_a_message_is_sent_once(inbox):
    make_escalation()
    assert [deliver_due(), deliver_due()] == [1, 0]
    assert len(inbox.messages) == 1


def test_a_server_that_refuses_keeps_the_message_waiting_longer_each_time(inbox):
    make_escalation()
    inbox.refusing = True
    waits, now = [], timezone.now()
    for _attempt in range(4):
        deliver_due(now=now)
        row = Escalation.objects.get()
        waits.append(row.next_attempt_at - now)
        now = row.next_attempt_at
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert "451" in row.last_error
    inbox.refusing = False
    assert deliver_due(now=now) == 1


def test_a_server_that_is_down_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    make_escalation()
    assert deliver_due() == 0
    assert Escalation.objects.get().state == Escalation.State.WAITING


def test_after_the_last_attempt_a_person_decides_and_can_send_it_again(inbox):
    row = make_escalation()
    Escalation.objects.update(attempts=MOST_ATTEMPTS - 1)
    inbox.refusing = True
    deliver_due()
    row.refresh_from_db()
    assert (row.state, row.next_attempt_at) == (Escalation.State.FAILED, None)
    inbox.refusing = False
    assert retry([row]) == 1
    assert deliver_due() == 1


def test_a_message_claimed_by_another_sender_is_left_alone(inbox):
    row = make_escalation()
    assert escalation._claim(Escalation.objects.get(pk=row.pk), timezone.now())
    assert not escalation._claim(row, timezone.now())
    assert deliver_due() == 0


def test_a_sender_that_died_gives_the_message_back_after_its_lease(inbox):
    row = make_escalation()
    escalation._claim(row, timezone.now())
    assert deliver_due(now=timezone.now() + timedelta(minutes=6)) == 1


def test_what_is_sent_again_has_the_same_id(inbox):
    row = make_escalation()
    deliver_due()
    Escalation.objects.filter(pk=row.pk).update(state=Escalation.State.WAITING, next_attempt_at=timezone.now())
    deliver_due()
    assert len({mail["Message-ID"] for mail in inbox.messages}) == 1


def test_the_command_sends_what_is_due(inbox, capsys):
    make_escalation()
    call_command("send_outbox")
    assert "1 sent" in capsys.readouterr().out


def test_the_wait_never_grows_beyond_six_hours(inbox):
    make_escalation()
    Escalation.objects.update(attempts=MOST_ATTEMPTS - 2)
    inbox.refusing = True
    now = timezone.now()
    deliver_due(now=now)
    assert Escalation.objects.get().next_attempt_at == now + timedelta(hours=6)


@pytest.mark.parametrize("error", [OSError("x" * 1000), ValueError("x" * 1000)])
def test_an_error_of_any_length_is_kept_shortened(monkeypatch, error):
    def fail(_email):
        raise error

    make_escalation()
    monkeypatch.setattr(EmailMessage, "send", fail)
    assert deliver_due() == 0
    assert len(Escalation.objects.get().last_error) == 300


def test_a_message_that_failed_for_good_or_was_sent_is_not_due(inbox):
    make_escalation()
    now = timezone.now()
    for state in (Escalation.State.SENT, Escalation.State.FAILED):
        Escalation.objects.update(state=state, next_attempt_at=now)
        assert not Escalation.objects.due(now).exists()


def test_a_sent_message_says_when_and_is_not_sent_again_by_hand(inbox):
    row = make_escalation()
    deliver_due()
    row.refresh_from_db()
    assert row.sent_at is not None
    assert retry([row]) == 0
    assert deliver_due() == 0


def test_who_waited_longest_is_served_first(inbox):
    article = make_bank_article()
    now = timezone.now()
    for hours in (1, 3, 2):
        message = Message("", "ada@example.com", f"{hours} hours", ())
        row = hand_over(article, message, guide.Trail(), visit="v", trust=TrustClass.PAGE)
        Escalation.objects.filter(pk=row.pk).update(next_attempt_at=now - timedelta(hours=hours))
    assert [row.message for row in Escalation.objects.due(now)] == ["3 hours", "2 hours", "1 hours"]


def test_only_the_same_words_of_the_same_visit_on_the_same_article_and_day_are_one_message():
    first, second = make_bank_article(), make_bank_article(slug="second", codes=())

    def keep(article=first, visit="v", checklist=(("Bank", "First"),), **changes):
        written = {"name": "Ada", "email": "ada@example.com", "message": "It fails.", **changes}
        message = Message(**written, checklist=checklist)
        return hand_over(article, message, guide.Trail(), visit=visit, trust=TrustClass.PAGE).pk

    with travel("2026-03-10T23:00Z", tick=False):
        assert keep() == keep()
        kept = {
            keep(),
            keep(article=second),
            keep(visit="w"),
            keep(checklist=(("Bank", "Second"),)),
            keep(email="kim@example.com"),
            keep(message="It still fails."),
        }
    with travel("2026-03-11T01:00Z", tick=False):
        kept.add(keep())
    assert len(kept) == 7


def test_the_packet_names_the_causes_set_aside():
    told = escalation.packet(make_bank_document(), guide.Trail(dismissed=("closed",)))
    assert told.dismissed == ("The account is closed",)


def test_the_watching_sender_outlives_a_database_that_is_busy(inbox, monkeypatch, capsys):
    make_escalation()
    looked = []

    def busy_once(**more):
        looked.append(1)
        if len(looked) == 1:
            raise OperationalError("database is locked")
        return deliver_due(**more)

    def stop_after_two_rounds(_seconds):
        if len(looked) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(send_outbox, "deliver_due", busy_once)
    monkeypatch.setattr(send_outbox.time, "sleep", stop_after_two_rounds)
    monkeypatch.setattr(send_outbox, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_outbox", "--watch")
    assert "1 sent" in capsys.readouterr().out
    assert len(inbox.messages) == 1
