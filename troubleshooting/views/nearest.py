"""Articles for an address that leads nowhere, guessed from the words in it."""

import logging
import re

from django.db import DatabaseError

from troubleshooting import search as engine
from troubleshooting.http.store import Store, clock

logger = logging.getLogger(__name__)

MOST_NEAREST = 3
MOST_KEPT = 500
KEPT_SECONDS = 300
WORDS_LENGTH = 80
_WORD = re.compile(r"[^\W\d_]{3,}")

Hits = tuple[engine.Hit, ...]
kept: Store[str, Hits] = Store(limit=lambda: MOST_KEPT, size=lambda _hits: 1, seconds=lambda: KEPT_SECONDS)
"""Scanners ask for the same missing pages again and again: each is searched for once."""


def words_of(path: str) -> str:
    """The last part of a path in words; ``""`` for one without words, and for files, which no page of ours is."""
    last = path.rstrip("/").rpartition("/")[2][:WORDS_LENGTH]
    return re.sub(r"[-_+\s]+", " ", last).strip() if "." not in last and _WORD.search(last) else ""


def nearest(text: str) -> Hits:
    """The few articles that come closest. Without a database there are none, and the error page stands as it is."""
    text = text[:WORDS_LENGTH]
    found = kept.get(text) if text else ()
    if found is None:
        stamp = clock.stamp()
        try:
            results = engine.search(text, limit=MOST_NEAREST)
        except DatabaseError as error:
            logger.warning("no nearest articles", extra={"error": repr(error)})
            return ()
        found = (results.hits or results.nearest)[:MOST_NEAREST]
        kept.put(text, found, stamp)
    return found
