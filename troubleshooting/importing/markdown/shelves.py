"""Topic and products of an article, from its front matter and its folder."""

import re
from hashlib import sha256
from pathlib import PurePosixPath

from troubleshooting.documents.keys import slugify_key
from troubleshooting.importing.drafts import Shelf
from troubleshooting.importing.markdown.front_matter import Fields, list_of, text_of

GENERAL = Shelf("general", "General")
NAME_LENGTH = 100

_PRODUCTS = ("appliesto", "applies_to", "applies-to", "products", "product", "versions")
_SERVICES = ("ms.product", "ms.prod", "ms.service", "ms.technology")
_TOPICS = ("topic", "category", "categories", "section", "ms.subservice", "ms.service", "ms.technology", "ms.prod")
_CATEGORY = re.compile(r"sap:\s*(.+)", re.IGNORECASE)
_TAGS = ("tags", "topics")
_VERSIONS = {
    "fpt": "GitHub Free, Pro and Team", "ghec": "GitHub Enterprise Cloud", "ghes": "GitHub Enterprise Server",
    "ghae": "GitHub AE", "feature": "",
}  # fmt: skip
_NO_NAME = re.compile(r"^[^\w]+|[\s*✅]+$")


def shelf(name: str) -> Shelf | None:
    """By the name that people read; of a name without a Latin letter the address is a digest."""
    name = " ".join(_NO_NAME.sub("", name).split())[:NAME_LENGTH].strip()
    if not name:
        return None
    return Shelf(slugify_key(name) or f"x{sha256(name.encode()).hexdigest()[:12]}", name)


def products_of(fields: Fields) -> tuple[Shelf, ...]:
    """Without any named, the tags or the service that the article is filed under."""
    names = list_of(fields, *_PRODUCTS) or list_of(fields, *_TAGS) or list_of(fields, *_SERVICES)
    spoken = (_VERSIONS.get(part, part) for name in names for part in _parts(name))
    shelves = [found for name in spoken if (found := shelf(name))]
    return tuple({each.slug: each for each in reversed(shelves)}.values())[::-1]


def _parts(name: str) -> list[str]:
    """A list may be written in one line."""
    return [part.strip() for part in re.split(r"[,;]\s+(?=[A-Z✅])", name)] if len(name) > 60 else [name]


def topic_of(fields: Fields, path: PurePosixPath) -> Shelf | None:
    category = next((found[1] for value in list_of(fields, "ms.custom") if (found := _CATEGORY.match(value))), "")
    folder = path.parent.name
    named = list_of(fields, "topic", "category", "categories", "section")[:1]
    name = (named[0] if named else "") or re.split(r"[\\/]", category)[0] or text_of(fields, *_TOPICS)
    if name and name == name.lower() and " " not in name:
        name = name.replace("-", " ").replace("_", " ").capitalize()
    return shelf(name or folder.replace("-", " ").replace("_", " ").strip().capitalize())


def used_fields() -> frozenset[str]:
    return frozenset([*_PRODUCTS, *_SERVICES, *_TOPICS, *_TAGS, "ms.custom"])
