"""Publishing and retiring by the clock. Safe to run often, twice and on several machines at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from troubleshooting.models import Article, AuditEntry, Stage
from troubleshooting.publishing.articles import PublishingError, begin_stage, drop_schedule, locked, publish, retire
from troubleshooting.publishing.audit import record

NOTE_LENGTH = 500


class Outcome(Enum):
    PUBLISHED = "published"
    RETIRED = "retired"
    NOT_PUBLISHED = "not published"


@dataclass(frozen=True)
class Due:
    """What became of one article whose time had come."""

    article: Article
    outcome: Outcome
    reason: str = ""


def publish_due(now: datetime) -> list[Due]:
    """Publish and retire what is due, each article in a transaction of its own; one that cannot be holds up no other."""
    done: list[Due] = []
    for pk in Article.objects.due(now).values_list("pk", flat=True):
        done += _run(pk, now)
    return done


@transaction.atomic
def _run(pk: int, now: datetime) -> list[Due]:
    """Under the lock the schedule is read again: another run, or a person, may have been quicker."""
    article = locked(pk)
    planned = ((article.publish_at, _publish), (article.retire_at, _retire))
    due = [(moment, deed) for moment, deed in planned if moment and moment <= now]
    due.sort(key=lambda pair: pair[0])
    done = [deed(pk) for _moment, deed in due]
    return [one for one in done if one]


def _publish(pk: int) -> Due:
    article = locked(pk)
    revision = article.scheduled_revision
    assert revision is not None  # the table's constraint schedule_has_revision_and_time
    try:
        return Due(publish(revision), Outcome.PUBLISHED)
    except PublishingError as refused:
        reason = str(refused)
    except ValidationError:
        reason = _("Its document cannot be read any more. Open it in the editor and save it anew.")
    drop_schedule(article)
    if article.stage in (Stage.SCHEDULED, Stage.DRAFT):
        note = _("Revision %(number)s was not published: %(reason)s") % {"number": revision.number, "reason": reason}
        begin_stage(article, Stage.DRAFT, by=None, note=note[:NOTE_LENGTH])
    article.save()
    record(AuditEntry.Action.NOT_PUBLISHED, by=None, article=article, revision=revision.number, detail=reason)
    return Due(article, Outcome.NOT_PUBLISHED, reason)


def _retire(pk: int) -> Due | None:
    """None for one that is not public by now, as after a failed publishing: it only loses its date."""
    article = locked(pk)
    if article.status == Article.Status.PUBLISHED:
        return Due(retire(article), Outcome.RETIRED)
    article.retire_at = None
    article.save(update_fields=["retire_at"])
    return None
