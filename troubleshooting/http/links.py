"""Addresses that carry a trail, in their canonical form."""

import functools
from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from troubleshooting.documents.schema import CONTACT
from troubleshooting.guide import Lead, Trail


@functools.lru_cache(maxsize=5_000)
def path_of(name: str, *args: str) -> str:
    """A page of the guide has a dozen addresses in it; reversing each anew would be a third of its rendering."""
    return reverse(name, args=args)


def article_url(slug: str) -> str:
    return path_of("troubleshooting:article", slug)


def guide_url(slug: str, node: str, trail: Trail) -> str:
    """A node of the guide; ``""`` is the list of causes and ``contact`` the way to support."""
    if node == CONTACT:
        return contact_url(slug, trail)
    return (
        path_of("troubleshooting:guide_node", slug, node) if node else path_of("troubleshooting:guide", slug)
    ) + trail.query()


def contact_url(slug: str, trail: Trail) -> str:
    return path_of("troubleshooting:contact", slug) + trail.query()


def lead_url(slug: str, lead: Lead) -> str:
    return guide_url(slug, lead.node, lead.trail)


def solved_url(slug: str, fix: str, *, commented: bool = False) -> str:
    """What comes after a fix that helped; ``commented`` once the visitor has added a comment."""
    values = {"comment": "sent" if commented else "", "fix": fix}
    return with_query(path_of("troubleshooting:reports", slug), values)


def with_query(path: str, values: Mapping[str, str]) -> str:
    """A path with those values that are not empty, sorted by name."""
    query = urlencode(sorted((name, value) for name, value in values.items() if value))
    return f"{path}?{query}" if query else path
