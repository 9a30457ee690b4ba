"""All addresses that the public content leads to, and what uses each."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from django.urls import reverse

from troubleshooting.documents.commonmark import all_tokens
from troubleshooting.documents.links import is_allowed, scheme_of
from troubleshooting.models import Article, Destination, LinkCheck, Procedure

LONGEST: Final = LinkCheck._meta.get_field("url").max_length or 0
"""Characters; longer addresses are left out, as few servers take them."""


@dataclass
class Users:
    """Primary keys of what an address stands in."""

    articles: set[int] = field(default_factory=set)
    destinations: set[int] = field(default_factory=set)
    procedures: set[int] = field(default_factory=set)


def collect() -> dict[str, Users]:
    """By address: a path for the portal's own pages, else in full. Fragments are left out: servers never see them."""
    used: defaultdict[str, Users] = defaultdict(Users)
    for pk, slug, content in Article.objects.published().for_links().iterator(chunk_size=100):
        page = reverse("troubleshooting:article", args=[slug])
        for address in _addresses(content, page):
            used[address].articles.add(pk)
    for procedure in Procedure.objects.all():
        for address in _addresses(procedure.content, "/"):
            used[address].procedures.add(procedure.pk)
    for destination in Destination.objects.all():
        if address := _normal(destination.url, "/"):
            used[address].destinations.add(destination.pk)
    return dict(used)


def _addresses(content: Any, page: str) -> Iterator[str]:
    for markdown in _markdown_in(content):
        for url in links_in(markdown):
            if address := _normal(url, page):
                yield address


def _markdown_in(content: Any) -> Iterator[str]:
    """Every text of a stored document, without taking it for one: that would cost more than all the rest."""
    if isinstance(content, dict):
        yield from (content["markdown"],) if "markdown" in content else ()
        content = list(content.values())
    for part in content if isinstance(content, list) else ():
        yield from _markdown_in(part)


def links_in(markdown: str) -> Iterator[str]:
    if not any(mark in markdown for mark in ("](", "]:", "<")):
        return
    for token in all_tokens(markdown):
        for child in token.children or ():
            yield from (str(child.attrGet(name)) for name in ("href", "src") if child.attrGet(name))


def _normal(url: str, page: str) -> str:
    """As it is asked; ``""`` for what is no address of the web, and for a place on the same page."""
    address = urldefrag(url.strip()).url
    if not address or not is_allowed(address, frozenset({"http", "https"})):
        return ""
    own = settings.SITE_URL.rstrip("/")
    if address == own or address.startswith((f"{own}/", f"{own}?")):
        address = address.removeprefix(own) or "/"
    if not scheme_of(address):
        address = urljoin(page, address)
    return address if len(address) <= LONGEST else ""
