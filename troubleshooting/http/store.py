"""What a worker keeps in memory of the content: for one version of it, for a while, within a bound."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.db import DatabaseError, close_old_connections

from troubleshooting.models import ContentVersion

logger = logging.getLogger(__name__)

VERSION_CHECK_SECONDS = 1.0
"""How old a worker's knowledge of the content's version may be; so long a page can outlive its publishing."""

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
Stamp = tuple[int, int]


class ContentClock:
    """The content's version, asked at most once a second. An unreachable database leaves the last one known."""

    def __init__(self) -> None:
        self._epoch = 0
        self._version = 0
        self._checked = 0.0

    def stamp(self) -> Stamp:
        now = time.monotonic()
        if now - self._checked >= VERSION_CHECK_SECONDS:
            self._checked = now
            try:
                self._version = ContentVersion.current()
            except DatabaseError as error:
                # Outside a request nobody else drops a connection that has died.
                close_old_connections()
                logger.warning("content version unknown, keeping what is stored", extra={"error": str(error)})
        return self._epoch, self._version

    def reset(self) -> None:
        """Forget everything stored so far, as after the database was exchanged."""
        self._epoch += 1
        self._checked = 0.0


clock = ContentClock()


@dataclass(frozen=True, slots=True)
class _Kept(Generic[ValueT]):
    value: ValueT
    stamp: Stamp
    expires: float


class Store(Generic[KeyT, ValueT]):
    """Values of the current content version. Over its limit it drops what was stored first."""

    def __init__(self, *, limit: Callable[[], int], size: Callable[[ValueT], int], seconds: Callable[[], int]) -> None:
        self._limit = limit
        self._seconds = seconds
        self._size_of = size
        self._kept: dict[KeyT, _Kept[ValueT]] = {}
        self._lock = Lock()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: KeyT) -> ValueT | None:
        kept = self._kept.get(key)
        if kept and kept.stamp == clock.stamp() and kept.expires > time.monotonic():
            return kept.value
        return None

    def drop(self, key: KeyT) -> None:
        with self._lock:
            if kept := self._kept.pop(key, None):
                self.size -= self._size_of(kept.value)

    def put(self, key: KeyT, value: ValueT, stamp: Stamp) -> None:
        """``stamp`` is the clock's from before the value was read, so that it is never taken for newer than it is."""
        self.drop(key)
        with self._lock:
            self._kept[key] = _Kept(value, stamp, time.monotonic() + self._seconds())
            self.size += self._size_of(value)
            while self.size > self._limit():
                self.size -= self._size_of(self._kept.pop(next(iter(self._kept))).value)
