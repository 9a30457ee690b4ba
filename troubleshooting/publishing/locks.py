"""The notice that somebody edits an article: taken by the first change, gone two minutes after the last sign of life."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from troubleshooting.models import Article, AuditEntry, EditLock
from troubleshooting.publishing.audit import record


@transaction.atomic
def hold(article: Article, *, by: User) -> EditLock:
    """Take a lock that nobody holds, or give a sign of life; what somebody else holds is given back as it is."""
    now = timezone.now()
    fresh = {"holder": by, "taken_at": now, "seen_at": now}
    lock, is_new = EditLock.objects.select_for_update().get_or_create(article=article, defaults=fresh)
    if is_new or (lock.is_live and lock.holder_id != by.pk):
        return lock
    if not lock.is_live:
        lock.holder = by
        lock.taken_at = now
    lock.seen_at = now
    lock.save(update_fields=["holder", "taken_at", "seen_at"])
    return lock


@transaction.atomic
def take_over(article: Article, *, by: User) -> EditLock:
    """Become the holder, whoever holds the lock; they are told at their next sign of life."""
    lock = hold(article, by=by)
    if lock.holder_id == by.pk:
        return lock
    former = lock.holder.get_username()
    lock.holder = by
    lock.taken_at = lock.seen_at = timezone.now()
    lock.save(update_fields=["holder", "taken_at", "seen_at"])
    record(AuditEntry.Action.TOOK_OVER, by=by, article=article, detail=former)
    return lock


def release(article: Article, *, by: User) -> None:
    """Nothing happens to a lock that somebody else holds."""
    EditLock.objects.filter(article=article, holder=by).delete()
