"""Which addresses an article may lead to."""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES = frozenset({"https"})

_IGNORED = re.compile(r"[\x00-\x20]+")
"""What browsers skip in an address, and by which ``java\\nscript:`` would pass."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:[/\\]|%5c){2}", re.IGNORECASE)


def scheme_of(url: str) -> str:
    """In lower case; ``""`` for an address within the site."""
    found = _SCHEME.match(_IGNORED.sub("", url))
    return found[1].lower() if found else ""


def names_only_a_host(url: str) -> bool:
    """``//host/``, also with the backslashes that browsers read as slashes: another site that looks like a path."""
    return _HOST.match(_IGNORED.sub("", url)) is not None


def is_allowed(url: str, schemes: frozenset[str] = SCHEMES) -> bool:
    return not names_only_a_host(url) and scheme_of(url) in {"", *schemes}


def is_external(url: str) -> bool:
    return scheme_of(url) in {"http", "https"}
