"""The YAML header of a foreign file: whatever it holds, and however it is written."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NESTING = 12
_LONGEST = 100_000
_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*$")
_PAIR = re.compile(r"([A-Za-z][\w.-]*):[ \t]*(.*)")
_TAG = re.compile(r"<[^<>]*>")

Fields = Mapping[str, Any]
"""Text, lists and mappings, as they are written."""


def split(text: str) -> tuple[str, str, int]:
    """Header, body, and the number of the body's first line. Without a header, ``""`` and the whole text."""
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.match(lines[start]) or lines[start].startswith("+"):
        return "", text, 1
    for end in range(start + 1, len(lines)):
        if _FENCE.match(lines[end]):
            return "\n".join(lines[start + 1 : end]), "\n".join(lines[end + 1 :]), end + 2
    return "", text, 1


@lru_cache(maxsize=256)
def read(header: str) -> tuple[Fields, str]:
    """The fields, and why they could not all be read, or ``""``. A broken header is read line by line."""
    if not header.strip():
        return {}, ""
    try:
        _refuse(header)
        fields = yaml.load(header, Loader=_Loader)  # noqa: S506 - the base loader makes nothing but text
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = getattr(error, "problem", None) or str(error)
        return _line_by_line(header), f"The front matter is not valid YAML: {reason}. It was read line by line."
    if not isinstance(fields, dict):
        return {}, "The front matter has no fields."
    return {str(name).strip().lower(): value for name, value in fields.items()}, ""


def _refuse(header: str) -> None:
    if len(header) > _LONGEST:
        raise ValueError("it is too long")
    depth = 0
    for event in yaml.parse(header, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _NESTING:
            raise ValueError("it is nested too deeply")
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it holds an alias")


def _line_by_line(header: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    name = ""
    for line in header.split("\n"):
        if found := _PAIR.match(line):
            name = found[1].lower()
            fields[name] = found[2].strip().strip("'\"")
        elif name and (item := line.strip()).startswith("- "):
            value = fields[name] or []
            fields[name] = [*(value if isinstance(value, list) else [value]), item[2:].strip().strip("'\"")]
    return fields


def text_of(fields: Fields, *names: str) -> str:
    """The first of the fields that is a text, in one line."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def list_of(fields: Fields, *names: str) -> tuple[str, ...]:
    """The values of the first of the fields that has any; of a mapping, its keys."""
    for name in names:
        value = fields.get(name)
        items = value if isinstance(value, list) else list(value) if isinstance(value, dict) else [value]
        texts = [" ".join(_TAG.sub("", item).split()) for each in items for item in _texts(each)]
        if found := tuple(dict.fromkeys(text for text in texts if text)):
            return found
    return ()


def _texts(item: Any) -> list[str]:
    """A tag may be a mapping with a name of its own."""
    if isinstance(item, dict):
        label = text_of(item, "name", "label", "title", "id")
        return [label] if label else [str(key) for key in item]
    return [item] if isinstance(item, str) else []
