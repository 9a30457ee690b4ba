"""The time an analysis looks at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True)
class Period:
    """Whole UTC days, half-open: from ``start`` on and before ``end``. A side that is None is open."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of_days(cls, first: date | None, last: date | None) -> "Period":
        """From the beginning of the first day to the end of the last."""
        return cls(_midnight(first) if first else None, _midnight(last) + timedelta(days=1) if last else None)

    @classmethod
    def last_days(cls, days: int, *, today: date) -> "Period":
        """That many days, today the last of them."""
        return cls.of_days(today - timedelta(days=days - 1), today)

    @property
    def first_day(self) -> date | None:
        return self.start.date() if self.start else None

    @property
    def last_day(self) -> date | None:
        return (self.end - timedelta(days=1)).date() if self.end else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
