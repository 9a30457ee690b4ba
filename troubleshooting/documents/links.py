"""Which addresses an article may lead to."""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES = frozenset({"https"})

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def scheme_of(url: str) -> str:
    """In lower case; ``""`` for an address within the site."""
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def names_only_a_host(url: str) -> bool:
    """``//host/``, also with the backslashes that browsers read as slashes: another site that looks like a path."""
    return re.match(r"\s*(?:[/\\]|%5c){2}", url, re.IGNORECASE) is not None


def is_allowed(url: str, schemes: frozenset[str] = SCHEMES) -> bool:
    return not names_only_a_host(url) and scheme_of(url) in {"", *schemes}


def is_external(url: str) -> bool:
    return scheme_of(url) in {"http", "https"}
