"""A help center's export as Zendesk Guide writes it: articles with HTML bodies, filed in sections, these in categories."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext as _

from troubleshooting.documents.keys import slugify_key
from troubleshooting.documents.problems import Problem
from troubleshooting.importing.drafts import Draft, Shelf, Surroundings
from troubleshooting.importing.items import Found, Item, NoItem
from troubleshooting.importing.kinds import is_help_center, json_files, read_json
from troubleshooting.importing.markdown import Defaults, Foreign, convert_text
from troubleshooting.importing.sources import Collection, SourceError

MOST_LABELS = 20
_TITLE, _NAME = 200, 100

_ADDRESS = re.compile(r"""(<(?:a|img)\b[^<>]*?\b(?:href|src)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE)
_FRAME = re.compile(
    r"""<(?:iframe|embed|video|audio|source)\b[^<>]*?\bsrc\s*=\s*["']?([^"'\s<>]+)[^<>]*>(?:\s*</iframe\s*>)?""",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"/hc/(?:[\w-]+/)?articles/(\d+)")
_ATTACHMENT = re.compile(r"/(?:article_attachments|attachments/token)/([\w-]+)(?:/([^/?#]+))?")
_BLANKS = re.compile(r"\s+")


@dataclass
class _Export:
    """All pages of the export together, by id."""

    collection: Collection
    articles: dict[PurePosixPath, dict[str, Any]] = field(default_factory=dict)
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, dict[str, Any]] = field(default_factory=dict)
    attachments: dict[str, str] = field(default_factory=dict)
    """File names by id."""
    places: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    """The articles of each id, one for each language."""
    images: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    """Files of the collection by their name in lower case, with and without its ending."""


@dataclass(frozen=True)
class _Named:
    place: PurePosixPath
    title: str
    article: dict[str, Any]


def help_center_items(collection: Collection, defaults: Defaults) -> Iterator[Found]:
    export = _Export(collection, images=_images(collection))
    for path in json_files(collection):
        try:
            content = read_json(collection, path)
        except SourceError as error:
            yield NoItem(str(path), (Problem("error", str(error)),))
            continue
        if is_help_center(content) or (isinstance(content, dict) and "article_attachments" in content):
            yield from _add(export, path, content)
    for place, article in export.articles.items():
        title = _line(article.get("title") or article.get("name"), _TITLE) or _("Untitled")
        yield Item(
            place,
            title,
            slugify_key(title) or f"article-{_id(article.get('id'))}",
            partial(_bytes_of, export, article),
            partial(_convert, export, defaults, _Named(place, title, article)),
            stays_draft=_("It is a draft in the help center.") if article.get("draft") is True else "",
        )


def _add(export: _Export, path: PurePosixPath, content: dict[str, Any]) -> Iterator[NoItem]:
    """Lay a page of the export to the others. Yields the entries that cannot be read."""
    for name, known in (("sections", export.sections), ("categories", export.categories)):
        known |= {_id(each.get("id")): each for each in _entries(content, name)}
    for each in _entries(content, "article_attachments"):
        export.attachments[_id(each.get("id"))] = str(each.get("file_name") or "")
    for number, article in enumerate(_entries(content, "articles"), start=1):
        key = _id(article.get("id"))
        locale = slugify_key(str(article.get("locale") or "")) or "article"
        place = PurePosixPath(locale, key)
        if not key:
            message = _("Entry %(number)s has no id. Export it again.") % {"number": number}
            yield NoItem(f"{path}#{number}", (Problem("error", message),))
        elif place in export.articles:
            message = _("Article %(id)s is in the export twice; the first one counts.") % {"id": key}
            yield NoItem(f"{path}#{number}", (Problem("warning", message),))
        else:
            export.articles[place] = article
            export.places.setdefault(key, []).append(place)


def _entries(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    entries = content.get(name)
    return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


def _id(value: object) -> str:
    return str(value) if isinstance(value, int | str) and re.fullmatch(r"[\w-]{1,40}", str(value)) else ""


def _line(value: object, most: int) -> str:
    """One line of text, without tags."""
    return _BLANKS.sub(" ", str(value or "")).strip()[:most].strip()


def _images(collection: Collection) -> dict[str, list[PurePosixPath]]:
    images: dict[str, list[PurePosixPath]] = {}
    for path in collection.paths:
        if path.suffix.lower() != ".json":
            for name in {path.name.lower(), path.stem.lower()}:
                images.setdefault(name, []).append(path)
    return images


def _bytes_of(export: _Export, article: dict[str, Any]) -> bytes:
    """The article and where it is filed, without what changes by itself, such as votes."""
    section, category = _shelves(export, article)
    kept = {name: article.get(name) for name in ("title", "body", "label_names", "draft", "html_url", "locale")}
    names = [section.get("name"), section.get("description"), category.get("name")]
    return json.dumps([kept, names], sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")


def _shelves(export: _Export, article: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    section = export.sections.get(_id(article.get("section_id")), {})
    return section, export.categories.get(_id(section.get("category_id")), {})


def _convert(
    export: _Export, defaults: Defaults, named: _Named, _data: bytes, slug: str, surroundings: Surroundings
) -> Draft:
    article = named.article
    account: list[Problem] = []
    section, category = _shelves(export, article)
    listed = article.get("label_names")
    labels = [label for each in (listed if isinstance(listed, list) else ()) if (label := _line(each, _NAME))]
    names = dict.fromkeys(filter(None, (_line(category.get("name"), _NAME), *labels[:MOST_LABELS])))
    products = {key: Shelf(key, name) for name in names if (key := slugify_key(name))}
    foreign = Foreign(
        title=named.title,
        slug=slug,
        text=_body(export, article, named.place, account),
        path=named.place,
        topic=_topic(export, section, category),
        products=tuple(products.values()),
    )
    draft = convert_text(foreign, surroundings, defaults=defaults)
    draft.problems += account
    draft.mapped += [_("Category and labels → products: %(names)s") % {"names": ", ".join(names)}] if names else []
    if len(labels) > MOST_LABELS:
        draft.kept.append(_("Labels not made products: %(names)s") % {"names": ", ".join(labels[MOST_LABELS:])})
    return draft


def _topic(export: _Export, section: dict[str, Any], category: dict[str, Any]) -> Shelf | None:
    """The section; together with its category where sections of several categories have the same name."""
    name = _line(section.get("name"), _NAME)
    alike = {
        _id(each.get("category_id")) for each in export.sections.values() if _line(each.get("name"), _NAME) == name
    }
    if len(alike) > 1 and category:
        name = _line(f"{_line(category.get('name'), _NAME)}: {name}", _NAME)
    slug = slugify_key(name)
    return Shelf(slug, name) if slug else None


def _body(export: _Export, article: dict[str, Any], place: PurePosixPath, account: list[Problem]) -> str:
    """The HTML with its addresses made such that the rest of the import finds what they lead to."""
    html_url = str(article.get("html_url") or "")

    def address(found: re.Match[str]) -> str:
        url = unescape(found[2].strip("\"'"))
        is_image = found[1].lower().startswith("<img")
        meant = _image(export, url, account) if is_image else _link(export, url, place)
        return f'{found[1]}"{escape(meant or urljoin(html_url, url))}"'

    body = _FRAME.sub(r'<p><a href="\1">\1</a></p>', str(article.get("body") or ""))
    try:
        return _ADDRESS.sub(address, body)
    except ValueError:
        # An address that is none, such as `http://[`: as it stands.
        return body


def _link(export: _Export, url: str, place: PurePosixPath) -> str:
    """Relative to the article, where it leads to another of the export, in the same language if there is one."""
    found = _ARTICLE.search(url)
    places = export.places.get(found[1], []) if found else []
    if not places:
        return ""
    target = next((each for each in places if each.parent == place.parent), places[0])
    anchor = urlsplit(url).fragment
    return f"../{target}{f'#{anchor}' if anchor else ''}"


def _image(export: _Export, url: str, account: list[Problem]) -> str:
    """The path of the file in the collection, relative to the article."""
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    found = _ATTACHMENT.search(url)
    key = found[1] if found else ""
    for candidate in filter(None, (key, export.attachments.get(key, ""), name)):
        files = export.images.get(candidate.lower(), [])
        best = next((file for file in files if key and key in file.parts), files[0] if len(files) == 1 else None)
        if best:
            return f"../{best}"
    if not url.startswith("data:"):
        message = _("The image %(url)s is not in the export; a link to it was kept.") % {"url": url[:200]}
        account.append(Problem("warning", message))
    return ""
