"""What was searched and not found: the words, how often, and nothing that tells who searched."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction
from django.db.models import F

from troubleshooting.documents.folding import fold_text
from troubleshooting.models import MissedSearch

LENGTH = 200
MOST_TEXTS = 10_000
"""Kept at a time; beyond it the rarest and oldest go."""
_PERSONAL = re.compile(
    r"""
    (?P<code>\b0x[0-9a-f]{1,8}\b)                       # a system's error code, such as 0x80070005: stays
    | \S*@\S*                                           # e-mail addresses and names of accounts
    | \S*(?:://|\bwww\.)\S*                             # addresses of pages: what stands in them may be anybody's
    | \S*\?\S*=\S*
    | [+(]*\d(?:[\s().,/-]*\d){6,}                      # telephone, account and card numbers, dates of birth
    | \b(?=[a-f-]*\d)[0-9a-f]{4,}(?:-?[0-9a-f]{4,})+\b  # ids in hexadecimal digits
    | \b(?=\w*\d)(?=\w*[^\W\d])\w{16,}\b              # other long ids: letters and digits mixed
    """,
    re.IGNORECASE | re.VERBOSE,
)


def anonymous(query: str) -> str:
    """The query folded and without what may name a person or a thing of theirs; ``""`` when nothing else was in it."""
    kept = _PERSONAL.sub(lambda match: match["code"] or " ", unicodedata.normalize("NFKC", query))
    return fold_text(kept)[:LENGTH].strip()


@transaction.atomic
def record_missed(query: str, *, at: datetime) -> MissedSearch | None:
    """Count a search without result; None when nothing in it may be kept."""
    text = anonymous(query)
    if not text:
        return None
    missed, is_new = MissedSearch.objects.update_or_create(
        text=text,
        defaults={"count": F("count") + 1, "last_at": at},
        create_defaults={"count": 1, "last_at": at},
    )
    if is_new:
        _forget_beyond_limit(missed)
    return missed


def _forget_beyond_limit(newest: MissedSearch) -> None:
    """The newest one stays: where all others came more than once, no new word could ever be counted."""
    surplus = MissedSearch.objects.count() - MOST_TEXTS
    if surplus > 0:
        rarest = MissedSearch.objects.exclude(pk=newest.pk).least_wanted().values_list("pk", flat=True)[:surplus]
        MissedSearch.objects.filter(pk__in=list(rarest)).delete()
