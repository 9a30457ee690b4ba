"""The hand-off to support: the packet a visitor sees, the message that keeps it, and its delivery by e-mail.

The web never talks to the mail server. A message is a row that waits until ``manage.py send_outbox`` has handed it
over; each attempt claims the row first, so several senders may run.
"""

import hashlib
import json
import logging
import secrets
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from troubleshooting import guide
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, Escalation
from troubleshooting.models.reports import TrustClass

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 24
"""With the waits below about five days; then a person looks at it in the admin."""
_LEASE = timedelta(minutes=5)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Packet:
    """What support is told without the visitor typing it: pairs of question and answer, of cause and fix tried."""

    answers: tuple[tuple[str, str], ...]
    tried: tuple[tuple[str, str], ...]
    dismissed: tuple[str, ...]


def packet(document: ArticleDocument, trail: guide.Trail) -> Packet:
    walked = guide.walk(document, trail.answers)
    causes = {fix.key: (scenario.title, fix.title) for scenario in document.scenarios for fix in scenario.fixes}
    titles = {scenario.key: scenario.title for scenario in document.scenarios}
    return Packet(
        answers=tuple((answer.question.title, answer.choice.label) for answer in walked.path),
        tried=tuple(causes[key] for key in trail.tried if key in causes),
        dismissed=tuple(titles[key] for key in trail.dismissed if key in titles),
    )


def packet_of(escalation: Escalation) -> Packet:
    """What a kept message says beside the visitor's words. It comes with its revision."""
    trail = guide.Trail(escalation.answers, tuple(escalation.tried), tuple(escalation.dismissed))
    return packet(escalation.revision.document, trail)


@dataclass(frozen=True)
class Message:
    """What the visitor wrote; ``checklist`` holds pairs of label and answer."""

    name: str
    email: str
    message: str
    checklist: tuple[tuple[str, str], ...]


def hand_over(article: Article, message: Message, trail: guide.Trail, *, visit: str, trust: TrustClass) -> Escalation:
    """Keep a message to support. The same message of a visit sent twice on a day is one; returns after the commit."""
    fingerprint = _fingerprint(article, message, visit)
    values = {
        "visit": visit,
        "article": article,
        "revision": article.published_revision,
        "answers": dict(trail.answers),
        "tried": list(trail.tried),
        "dismissed": list(trail.dismissed),
        "checklist": [list(pair) for pair in message.checklist],
        "name": message.name,
        "email": message.email,
        "message": message.message,
        "trust": trust,
        "next_attempt_at": timezone.now(),
    }
    with transaction.atomic():
        return Escalation.objects.get_or_create(
            fingerprint=fingerprint, defaults={**values, "reference": _new_reference()}
        )[0]


def _fingerprint(article: Article, message: Message, visit: str) -> str:
    parts = [visit, timezone.now().date().isoformat(), article.pk, message.email, message.message, message.checklist]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _new_reference() -> str:
    """Easy to read out, hard to guess: 30 to the 9th possibilities."""
    signs = "".join(secrets.choice(_REFERENCE_SIGNS) for _sign in range(9))
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}"


def deliver_due(*, now: datetime | None = None, most: int = 100) -> int:
    """Try the messages whose time has come; how many the mail server accepted."""
    due = list(Escalation.objects.due(now or timezone.now()).select_related("article", "revision")[:most])
    sent = 0
    for escalation in due:
        # Its own moment: behind a slow server a lease from the beginning of the run would be over already.
        moment = now or timezone.now()
        sent += _claim(escalation, moment) and _deliver(escalation, moment)
    return sent


def _claim(escalation: Escalation, now: datetime) -> bool:
    """Compare and set: of several senders one gets the row, and gets it again only when the lease is over."""
    claimed = Escalation.objects.filter(
        pk=escalation.pk, state=Escalation.State.WAITING, attempts=escalation.attempts
    ).update(attempts=F("attempts") + 1, next_attempt_at=now + _LEASE)
    escalation.attempts += 1
    return bool(claimed)


def _deliver(escalation: Escalation, now: datetime) -> bool:
    try:
        _email(escalation).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _postpone(escalation, error, now)
        return False
    Escalation.objects.filter(pk=escalation.pk).update(
        state=Escalation.State.SENT, sent_at=timezone.now(), last_error=""
    )
    return True


def _postpone(escalation: Escalation, error: Exception, now: datetime) -> None:
    wait = min(_FIRST_WAIT * 2 ** (escalation.attempts - 1), _LONGEST_WAIT)
    over = escalation.attempts >= MOST_ATTEMPTS
    Escalation.objects.filter(pk=escalation.pk).update(
        state=Escalation.State.FAILED if over else Escalation.State.WAITING,
        next_attempt_at=None if over else now + wait,
        last_error=str(error)[:300],
    )
    logger.warning("message to support not delivered", extra={"reference": escalation.reference, "error": repr(error)})


def retry(escalations: Iterable[Escalation]) -> int:
    """Let messages that failed or wait be tried at once, with a fresh count of attempts; how many there are."""
    keys = [escalation.pk for escalation in escalations]
    return (
        Escalation.objects.filter(pk__in=keys)
        .exclude(state=Escalation.State.SENT)
        .update(state=Escalation.State.WAITING, attempts=0, next_attempt_at=timezone.now())
    )


def _email(escalation: Escalation) -> EmailMessage:
    """Plain text to support; an answer to it reaches the visitor. The id stays the same when it is sent again."""
    code = f"[{escalation.article.code}] " if escalation.article.code else ""
    return EmailMessage(
        subject=f"{code}{escalation.article.title} ({escalation.reference})",
        body=_body(escalation),
        to=[settings.SUPPORT_EMAIL],
        reply_to=[escalation.email],
        headers={
            "Message-ID": f"<{escalation.reference}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2] or 'localhost'}>"
        },
    )


def _body(escalation: Escalation) -> str:
    told = packet_of(escalation)
    nothing = _("(nothing)")
    sections = [
        f"{_('Reference')}: {escalation.reference}\n{_('From')}: {escalation.name} <{escalation.email}>\n"
        f"{_('Article')}: {escalation.article.title}\n{escalation.article.url}",
        f"{_('What happens')}\n{escalation.message or nothing}",
        _section(_("Checklist"), [f"{label}: {answer or nothing}" for label, answer in escalation.checklist]),
        _section(_("Answers"), [f"{question} {answer}" for question, answer in told.answers]),
        _section(_("Tried without success"), [f"{cause}: {fix}" for cause, fix in told.tried]),
        _section(_("Set aside as not the cause"), list(told.dismissed)),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""
