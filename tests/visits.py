"""Makers of what visitors leave behind."""

from datetime import UTC, datetime, timedelta
from itertools import count

from troubleshooting.models import Escalation, Fix, Report
from troubleshooting.models.reports import TrustClass

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
_numbers = count(1)


def make_report(
    article, visit, fix, verdict="not-solved", *, led_to="", at=None, trust=TrustClass.VISIT, answers=None, comment=""
):
    """``fix`` and ``led_to`` are keys. Each report comes a minute after the one before, unless ``at`` says when."""
    row = Fix.objects.get(article=article, key=fix)
    report = Report.objects.create(
        visit=visit,
        article=article,
        revision=article.revisions.newest_first().first(),
        scenario=row.scenario,
        fix=row,
        verdict=verdict,
        led_to=Fix.objects.get(article=article, key=led_to) if led_to else None,
        trust=trust,
        answers=answers or {},
        comment=comment,
    )
    at = at or NOON + timedelta(minutes=next(_numbers))
    Report.objects.filter(pk=report.pk).update(created_at=at, changed_at=at)
    return report


def make_escalation(article, visit, *, at=NOON, trust=TrustClass.VISIT, **values):
    number = next(_numbers)
    escalation = Escalation.objects.create(
        article=article,
        revision=article.revisions.newest_first().first(),
        visit=visit,
        trust=trust,
        **{"reference": f"ABC-{number}", "fingerprint": str(number), "email": "visitor@example.com", **values},
    )
    Escalation.objects.filter(pk=escalation.pk).update(created_at=at)
    return escalation
