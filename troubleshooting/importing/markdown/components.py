"""Tags of MDX: what of them a reader would see."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from troubleshooting.documents.commonmark import escape

_VALUE = r"\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
TAG = re.compile(rf"<(/?)([A-Z][\w.]*)((?:[^<>{{}}\"']|{_VALUE})*?)(/?)>")
UNFINISHED = re.compile(r"<[A-Z][\w.]*(?:\s[^<>]*)?$")
FRAGMENT = re.compile(r"</?>")
_ATTRIBUTE = re.compile(rf"([A-Za-z_][\w:.-]*)(?:\s*=\s*({_VALUE}|[^\s\"'{{}}<>]+))?")
_STRING = re.compile(r"[\"'`](.*)[\"'`]", re.DOTALL)
_REQUIRED = re.compile(r"require\(\s*[\"']([^\"']+)[\"']\s*\)(?:\.default)?")

KNOWN = frozenset({
    "Accordion", "AccordionGroup", "Admonition", "Aside", "Badge", "Callout", "Card", "CardGrid", "CardGroup", "Caution",
    "Code", "CodeBlock", "CodeGroup", "CodeTabs", "Danger", "Details", "DocCardList", "FileTree", "Frame", "Highlight", "Icon", "Image",
    "Important", "Info", "LinkButton", "LinkCard", "Note", "PackageManagers", "ParamField", "Procedure", "Step", "Steps", "Tab",
    "TabItem", "Tabs", "Tip", "TOCInline", "Tooltip", "Video", "Warning", "YouTube",
})  # fmt: skip
_INLINE = frozenset({"Badge", "Icon", "Highlight", "Tooltip", "Link", "Kbd", "Code"})
_SPOKEN = ("title", "label", "heading", "header", "name", "text", "summary", "description", "caption", "tip", "code")
"""Attributes whose text is shown, in the order in which it is."""


class Component(NamedTuple):
    name: str
    is_end: bool
    is_empty: bool
    attributes: Mapping[str, str]

    @property
    def is_inline(self) -> bool:
        return self.name in _INLINE


def component(found: re.Match[str]) -> Component:
    return Component(found[2], bool(found[1]), bool(found[4]), attributes(found[3]))


def attributes(source: str) -> dict[str, str]:
    return {found[1]: _value(found[2] or "") for found in _ATTRIBUTE.finditer(source)}


def _value(written: str) -> str:
    if written[:1] in {'"', "'"}:
        return written[1:-1]
    if written[:1] != "{":
        return written
    inner = written[1:-1].strip()
    found = _STRING.fullmatch(inner) or _REQUIRED.fullmatch(inner)
    return found[1] if found else inner


def shown(tag: Component, imports: Mapping[str, str]) -> str:
    """Markdown for what the tag itself shows, in one line."""
    values = {name: " ".join(value.split()) for name, value in tag.attributes.items() if value}
    address = values.get("href") or values.get("to") or ""
    source = values.get("src") or values.get("image") or ""
    source = imports.get(source, source)
    spoken = [escape(values[name]) for name in _SPOKEN if name in values]
    if source and not source.startswith("{"):
        alternative = escape(values.get("alt") or " ".join(spoken))
        is_image = tag.name not in {"Video", "YouTube"}
        return f"![{alternative}](<{source}>)" if is_image else f"[{alternative or escape(source)}](<{source}>)"
    if address:
        first, *others = spoken or ([] if not tag.is_empty else [escape(address)]) or [""]
        return " ".join([f"[{first}](<{address}>)" if first else "", *others]).strip()
    if not spoken:
        return ""
    first, *others = spoken
    return " ".join([f"**{first}**" if not tag.is_inline else first, *others])
