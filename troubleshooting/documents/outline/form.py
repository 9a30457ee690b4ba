"""The outline as a browser sends it: a flat form whose fields come in the order of the page."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from troubleshooting.documents.outline.operations import Removed
from troubleshooting.documents.outline.rows import CALLOUT_KINDS, FIELDS, ROLES, Header, MangledFormError, Outline, Row

Fields = Mapping[str, Sequence[str]]

_UNREADABLE = "This form did not come from this page as it should. Load the page again; unsaved work is offered there."
_CHOSEN = {("fix", "role"): ROLES, ("callout", "kind"): CALLOUT_KINDS}
_LONGEST_KEY = 100
_LINES = re.compile(r"[\r\n]+")


def read_form(fields: Fields) -> Outline:
    """``row`` names each row's kind and key, in order; each other list holds the values of all rows of its kind."""
    values = {name: iter(fields.get(name, ())) for name in _names()}
    rows = tuple(_row(written, values) for written in fields.get("row", ()))
    if any(next(left, None) is not None for left in values.values()):
        raise MangledFormError(_UNREADABLE)
    return Outline(_header(fields), rows)


def field_name(kind: str, name: str) -> str:
    return f"{kind}-{name}"


def _names() -> Iterator[str]:
    return (field_name(kind, name) for kind, names in FIELDS.items() for name in names)


def _row(written: str, values: Mapping[str, Iterator[str]]) -> Row:
    kind, _, key = written.partition(":")
    if kind not in FIELDS or len(key) > _LONGEST_KEY:
        raise MangledFormError(_UNREADABLE)
    said = {name: next(values[field_name(kind, name)], None) for name in FIELDS[kind]}
    return _checked(kind, key, said)


def _checked(kind: str, key: str, said: Mapping[str, object]) -> Row:
    texts = {name: value.replace("\r\n", "\n") for name, value in said.items() if isinstance(value, str)}
    chosen = [texts.get(name) in known for (of, name), known in _CHOSEN.items() if of == kind]
    if texts.keys() != set(FIELDS[kind]) or not all(chosen):
        raise MangledFormError(_UNREADABLE)
    return Row(kind, key, texts)


def _header(fields: Fields) -> Header:
    """A field that the page leaves out is empty; codes stand one a line."""
    single = {name: "".join(fields.get(name, ())[:1]) for name in ("title", "slug", "topic", "publisher", "summary")}
    codes = tuple(line.strip() for text in fields.get("codes", ()) for line in _LINES.split(text) if line.strip())
    return Header(codes=codes, products=tuple(filter(None, fields.get("products", ()))), **single)


def write_removed(removed: Removed) -> str:
    """For a hidden field, so that "undo" works on the next page too."""
    return json.dumps({"at": removed.at, "rows": [asdict(row) for row in removed.rows]}, ensure_ascii=False)


def read_removed(text: str) -> Removed:
    try:
        data = json.loads(text)
        rows = tuple(_checked(row["kind"], str(row["key"])[:_LONGEST_KEY], row["values"]) for row in data["rows"])
        return Removed(max(0, int(data["at"])), rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise MangledFormError(_UNREADABLE) from None
