"""Counting searches and clicks, one row for each text and day."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from troubleshooting.models import Article, SearchClick, SearchedQuery
from troubleshooting.models.searching import SearchedQueryQuerySet
from troubleshooting.searches.anonymous import anonymous

MOST_A_DAY = 5_000
"""Texts of one day; beyond it the rarest of that day go."""
MOST = 250_000
"""Rows in all; beyond it the rarest and oldest go."""
KEPT = timedelta(days=400)
"""A month can be compared with the same one a year ago."""
AT_ONCE = 1_000
"""Deleted in one go; what is left goes with the next."""


@transaction.atomic
def record_search(query: str, *, results: int, at: datetime) -> None:
    """Count a search that found so many articles. Of a query in which nothing may be kept nothing is."""
    if row := _row(query, at):
        SearchedQuery.objects.filter(pk=row).update(times=F("times") + 1, results=results)


@transaction.atomic
def record_click(query: str, *, article: Article, at: datetime) -> None:
    """Count that the article was opened from the results of a search."""
    if row := _row(query, at):
        SearchedQuery.objects.filter(pk=row).update(clicks=F("clicks") + 1)
        SearchClick.objects.bulk_create([SearchClick(searched_id=row, article=article)], ignore_conflicts=True)
        SearchClick.objects.filter(searched=row, article=article).update(times=F("times") + 1)


def forget(now: datetime) -> int:
    """Delete what is too old or too much; how many rows. Run by ``manage.py send_outbox``, which runs often anyway."""
    forgotten = _delete(SearchedQuery.objects.between(None, (now - KEPT).astimezone(UTC).date()))
    surplus = SearchedQuery.objects.count() - MOST
    return forgotten + (_delete(SearchedQuery.objects.rarest()[:surplus]) if surplus > 0 else 0)


def _row(query: str, at: datetime) -> int | None:
    """Key of the locked row of that text and day, made where there is none. Two at once get the same one."""
    text = anonymous(query)
    if not text:
        return None
    day = at.astimezone(UTC).date()
    row = SearchedQuery.objects.filter(text=text, day=day).select_for_update().values_list("pk", flat=True)
    if (pk := row.first()) is None:
        _make_row(text, day)
        pk = row.first()
    return pk


def _make_row(text: str, day: date) -> None:
    """Where somebody else makes it at the same time, theirs is as good."""
    is_dismissed = SearchedQuery.objects.filter(text=text, is_dismissed=True).exists()
    new = SearchedQuery(text=text, day=day, is_dismissed=is_dismissed)
    SearchedQuery.objects.bulk_create([new], ignore_conflicts=True)
    of_day = SearchedQuery.objects.filter(day=day)
    surplus = of_day.count() - MOST_A_DAY
    if surplus > 0:
        # The newest one stays: where all others came more than once, no new word could ever be counted.
        _delete(of_day.exclude(text=text).rarest()[:surplus])


def _delete(rows: SearchedQueryQuerySet) -> int:
    keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    SearchedQuery.objects.filter(pk__in=keys).delete()
    return len(keys)
