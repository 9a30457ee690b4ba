"""Which addresses an article may lead to, and which images it may show."""

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES: frozenset[str] = frozenset()
"""Images come from the portal itself: another site would learn who reads, and the content policy blocks it."""

_IGNORED = re.compile(r"[\x00-\x20]+")
"""What browsers skip in an address, and by which ``java\\nscript:`` would pass."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:[/\\]|%5c){2}", re.IGNORECASE)

_IMAGES = "/images/"
_NAME = re.compile(r"[0-9a-f]{32}-([1-9][0-9]{0,4})x([1-9][0-9]{0,4})\.webp")
"""Half of the SHA-256 of the bytes, and the dimensions, so that a page can keep the room for the image free."""


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


def image_name(digest: str, width: int, height: int) -> str:
    return f"{digest[:32]}-{width}x{height}.webp"


def image_address(name: str) -> str:
    return _IMAGES + name


def name_in(url: str) -> str:
    """The last part of an address of ours for images; ``""`` for any other address."""
    return url.removeprefix(_IMAGES) if url.startswith(_IMAGES) else ""


def image_size(name: str) -> tuple[int, int] | None:
    """Width and height by an image's name; None where no image of ours can be called so."""
    found = _NAME.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None
