"""The file beside the articles: what they refer to (topics, products, destinations, procedures, images), and what staff
taught the search. Reading what was printed gives the same entries.
"""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, HttpUrl, StringConstraints, TypeAdapter, ValidationError

from troubleshooting.documents.links import image_size
from troubleshooting.documents.schema import Key

CATALOG_NAME = "catalog.yaml"
UNREADABLE = (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError)
_NESTING = 3
"""The fields, a list and an entry."""

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _is_address(text: str) -> str:
    """As it was written: pydantic's own form of it would be another file when it is printed."""
    _URL.validate_python(text)
    return text


def _is_image(name: str) -> str:
    if image_size(name) is None:
        raise ValueError("no name of an image of the portal")
    return name


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TopicEntry(Entry):
    slug: Key
    name: Name
    description: Annotated[str, StringConstraints(max_length=300)] = ""


class ProductEntry(Entry):
    slug: Key
    name: Name


class DestinationEntry(Entry):
    key: Key
    label: Name
    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_is_address)]


class ProcedureEntry(Entry):
    key: Key
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    steps: str
    """Markdown, as the steps of a fix are written."""


class ImageEntry(Entry):
    name: Annotated[str, AfterValidator(_is_image)]
    """Of the file in the folder ``images`` and in the image's address."""
    alternative: Said
    file_name: Annotated[str, StringConstraints(max_length=200)] = ""
    """What the file was called by the one who uploaded it."""


class SynonymEntry(Entry):
    words: Said


class RedirectEntry(Entry):
    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    article: Key
    scenario: Key | None = None


class CatalogFile(Entry):
    topics: list[TopicEntry] = []
    products: list[ProductEntry] = []
    destinations: list[DestinationEntry] = []
    procedures: list[ProcedureEntry] = []
    images: list[ImageEntry] = []
    synonyms: list[SynonymEntry] = []
    redirects: list[RedirectEntry] = []


def read_catalog(path: Path) -> CatalogFile:
    """Raises one of ``UNREADABLE``."""
    return parse_catalog(path.read_text("utf-8-sig"))


def parse_catalog(text: str) -> CatalogFile:
    """All values as text: a product may be called ``no`` or ``1:30``. Raises one of ``UNREADABLE``."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        # PyYAML composes by recursion, and an alias may stand for more than memory holds.
        if depth > _NESTING or isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise yaml.YAMLError(f"Line {line} is nested too deeply, or an alias. Write it out.")
    entries = yaml.load(text, Loader=_Loader)  # noqa: S506 strings, lists and dicts only
    return CatalogFile.model_validate(entries or {})


def print_catalog(catalog: CatalogFile) -> str:
    """Kinds without entries and fields without a value are left out."""
    kinds = catalog.model_dump(exclude_defaults=True)
    chunks = [yaml.dump({kind: entries}, Dumper=_Dumper, **_FORM) for kind, entries in kinds.items()]
    return _ABOUT + "\n".join(chunks) if chunks else ""


_ABOUT = '# What articles refer to: topics and products by slug, destinations ("Take me there" links) by key.\n'
_FORM: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "width": 1_000_000}


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Entries stand in from the name of their kind."""
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
