"""Delivery of messages to support: a real mail server in the test, up and down."""

import email
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_bank_article
from troubleshooting import escalation, guide
from troubleshooting.escalation import MOST_ATTEMPTS, Message, deliver_due, hand_over, retry
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
