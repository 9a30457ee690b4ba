"""Rate limits: fixed windows, exact across processes and nodes, by one atomic statement each."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from troubleshooting.http.source import day_hash, source_hash
from troubleshooting.models import RateWindow

logger = logging.getLogger(__name__)

TOO_MANY = 429


@dataclass(frozen=True)
class Limit:
    name: str
    count: int
    window: timedelta
    is_stored: bool = True
    """Whether it is counted in the database where there is no Redis; else each worker counts for itself, in memory."""

    @property
    def seconds(self) -> int:
        return int(self.window.total_seconds())

    def seconds_left(self) -> int:
        """Until the present window ends."""
        return self.seconds - int(timezone.now().timestamp()) % self.seconds


REPORTS = Limit("reports", 1000, timedelta(hours=1))
"""Many people may share a network; what one sends beyond it is kept, answered and set aside."""
CONTACT = Limit("contact", 20, timedelta(hours=1))
VISITS = Limit("visits", 60, timedelta(hours=1))
SEARCHES = Limit("searches", 600, timedelta(hours=1))
"""Two for each search: it was seen, and something was opened."""


def once_a_day(deed: str, text: str) -> Limit:
    """Of the same text from the same source. Only a keyed hash of both is kept."""
    return Limit(f"{deed}:{text}", 1, timedelta(days=1))


def reading() -> Limit:
    """Of the API, as the settings have it. A public GET never writes, so the database does not count it."""
    return Limit("api", settings.API_RATE, timedelta(minutes=1), is_stored=False)


def within(limit: Limit, request: HttpRequest) -> bool:
    """Count this request for its source and say whether it is still within the limit.

    A limiter that cannot count lets the request pass: a report or a message to support is worth more than the limit.
    """
    now = timezone.now()
    window = int(now.timestamp()) // limit.seconds
    key = day_hash("limit", limit.name, str(window), source_hash(request))
    expires_at = datetime.fromtimestamp((window + 1) * limit.seconds, UTC)
    try:
        in_cache = settings.REDIS_URL or not limit.is_stored
        count = _count_in_cache(key, limit.seconds) if in_cache else _count_in_database(key, expires_at)
    except Exception as error:  # noqa: BLE001 whatever keeps the limiter from counting must not stop a visitor
        logger.warning("rate limit not counted", extra={"limit": limit.name, "error": repr(error)})
        return True
    return count <= limit.count


def _count_in_cache(key: str, seconds: int) -> int:
    cache.add(key, 0, timeout=seconds)
    return cache.incr(key)


def _count_in_database(key: str, expires_at: datetime) -> int:
    """One statement, because a read and a write would race."""
    table = RateWindow._meta.db_table
    statement = (
        f"INSERT INTO {table} (key, count, expires_at) VALUES (%s, 1, %s) "  # noqa: S608 the table's own name
        f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, connection.ops.adapt_datetimefield_value(expires_at)])
        return int(cursor.fetchone()[0])


def forget_expired() -> int:
    """Delete windows that are over; run by ``manage.py send_outbox``, which runs often anyway."""
    return RateWindow.objects.filter(expires_at__lt=timezone.now()).delete()[0]
