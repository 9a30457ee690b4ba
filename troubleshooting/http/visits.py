"""A visit: one person's go at one article, known by an opaque random id and by nothing else.

The page asks for a signed id when the visitor first reaches for a form, never before. A browser without script has
none; its visit is a keyed hash of the day, the address, the browser's name and the article, of which only the
hash is stored. That keeps its double clicks and retries one visit too.
"""

import secrets
import time

from django.core import signing
from django.http import HttpRequest

from troubleshooting.http.origin import same_origin
from troubleshooting.http.source import client_address, day_hash
from troubleshooting.models.reports import VISIT_LENGTH, TrustClass

_SALT = "troubleshooting.visit"
_MAX_AGE = 24 * 60 * 60
_CLOCK_SKEW = 5 * 60
_MIN_AGE = 3
"""Seconds between reaching for a form and sending it, below which no person was at work."""


def mint() -> str:
    """A signed token with a new visit id in it."""
    return signing.dumps([secrets.token_hex(VISIT_LENGTH // 2), int(time.time())], salt=_SALT, compress=False)


def visit_of(request: HttpRequest, token: str, article_slug: str) -> tuple[str, TrustClass]:
    """The visit a form belongs to, and how far to trust it. A missing, forged or expired token is no error."""
    proven = same_origin(request)
    base = TrustClass.PAGE if proven else TrustClass.UNPROVEN
    try:
        visit, minted = signing.loads(token, salt=_SALT)
        age = time.time() - minted
    except (signing.BadSignature, ValueError, TypeError):
        return _derived(request, article_slug), base
    if not -_CLOCK_SKEW <= age <= _MAX_AGE:
        return _derived(request, article_slug), base
    return str(visit), TrustClass.VISIT if proven and age >= _MIN_AGE else base


def _derived(request: HttpRequest, article_slug: str) -> str:
    agent = request.headers.get("User-Agent", "")
    return day_hash("visit", client_address(request), agent, article_slug)[:VISIT_LENGTH]
