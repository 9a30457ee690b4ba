"""Where links and images of a source lead in the portal."""

import posixpath
import re
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from troubleshooting.documents.links import SCHEMES, names_only_a_host, scheme_of
from troubleshooting.importing.markdown.account import Account, resolved
from troubleshooting.importing.markdown.marks import ANCHOR

_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
_PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_UNSAFE = re.compile(r"[\s<>\\]")


class Target(NamedTuple):
    """``url`` is ``""`` where the link cannot lead anywhere; its address is then kept as text."""

    url: str
    shown: str = ""
    """The address as text."""


def link(href: str, path: PurePosixPath, line: int | None, account: Account) -> Target:
    href = href.strip()
    if href.startswith("#"):
        return Target(ANCHOR + quote(unquote(href[1:]), safe="-_.~/%") if href[1:] else "", href)
    if names_only_a_host(href):
        return Target("https:" + href.replace("\\", "/"))
    if scheme := scheme_of(href):
        if scheme in SCHEMES:
            return Target(href)
        account.keep(f"The address `{href[:80]}` is of a kind that no link may have here; it was kept as text.")
        return Target("", href)
    found = _within(href, path, account)
    if not found and href:
        account.warn(
            f"The link to `{href[:200]}` leads to no article of the collection; its address was kept as text.", line
        )
    return Target(found, href)


def _within(href: str, path: PurePosixPath, account: Account) -> str:
    parts = _PARTS.fullmatch(href)
    written, query, fragment = (part or "" for part in parts.groups()) if parts else (href, "", "")
    place = resolved(unquote(written), path) if written else path
    if place:
        for candidate in _candidates(place):
            if slug := account.surroundings.article_slug(candidate):
                return f"/articles/{slug}/{fragment}"
        if _IMAGE.search(place.name) and (address := account.surroundings.image_address(place, place.name)):
            return address
    if not account.base_url or not written:
        return ""
    base = account.base_url.rstrip("/") + "/"
    if written.startswith("/"):
        origin = re.match(r"[a-z]+://[^/]+", base)
        return (origin[0] if origin else base.rstrip("/")) + written + query + fragment
    joined = posixpath.normpath(posixpath.join(path.parent.as_posix(), written.removeprefix("~/")))
    return base + re.sub(r"\.mdx?$", "", joined.removeprefix("../")) + query + fragment


def _candidates(place: PurePosixPath) -> list[PurePosixPath]:
    if place.suffix in {".md", ".mdx", ".markdown"}:
        return [place]
    if place.suffix in {".html", ".htm"}:
        return [place, place.with_suffix(".md")]
    name = place.name
    return [
        place,
        *(place.with_name(name + suffix) for suffix in (".md", ".mdx")),
        place / "index.md",
        place / "index.mdx",
        place / "README.md",
    ]


def image(source: str, alternative: str, path: PurePosixPath, line: int | None, account: Account) -> str:
    """Address of the image in the portal, or ``""``."""
    if scheme_of(source) or names_only_a_host(source):
        account.keep(f"The image `{source[:200]}` is on another site; a link to it was kept.")
        return ""
    written = unquote(re.split(r"[?#]", source)[0])
    place = resolved(written, path) if written else None
    address = account.surroundings.image_address(place, alternative) if place else None
    if address is None and place and written.startswith("/"):
        # Documentation sites serve a folder of that name from their root.
        for folder in ("static", "public"):
            address = address or account.surroundings.image_address(PurePosixPath(folder) / place, alternative)
    if address is None:
        account.warn(f"The image `{source[:200]}` is not in the collection; its text and path were kept.", line)
    return address or ""


def destination(url: str) -> str:
    """An address between the parentheses of a link."""
    url = _UNSAFE.sub(lambda found: quote(found[0]), url)
    if url.count("(") != url.count(")") or url.startswith("<"):
        url = url.replace("(", "%28").replace(")", "%29")
    return re.sub(r"&(?=#|[A-Za-z])", "&amp;", url) if ";" in url else url


def code(text: str) -> str:
    """A code span that shows the text as it is."""
    text = " ".join(text.split())
    ticks = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    edge = " " if len(ticks) > 1 else ""
    return f"{ticks}{edge}{text}{edge}{ticks}" if text else ""
