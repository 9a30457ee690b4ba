"""The YAML header of an article file. Every value is read as the text it was written as: ``no``, ``0123``, ``1:30``."""

from functools import lru_cache
from typing import Protocol

import yaml

from troubleshooting.documents.markdown.findings import Findings
from troubleshooting.documents.markdown.source import INVISIBLE, Segment
from troubleshooting.documents.paths import header_path
from troubleshooting.documents.schema import ArticleDocument

FIELDS = ("title", "slug", "codes", "topic", "products", "publisher", "summary")
LISTS = frozenset({"codes", "products"})
FENCE = "---"

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's where it is installed, which is ten times as fast."""
_NESTING = 2
"""The fields and a list in one. PyYAML composes deeper nodes by recursion, however many there are."""
_ONE_LINE = 1_000_000


def split_header(source: Segment, findings: Findings) -> tuple[Segment | None, Segment]:
    """The lines between the two fences, None where there is no header; and the lines after it."""
    lines = [line.rstrip() for line in source.lines]
    start = next((index for index, line in enumerate(lines) if line), 0)
    if lines[start] != FENCE:
        needed = "`title: …`, `slug: …`, `topic: …`, `summary: …`"
        findings.error(1, f"The file has no header. Begin it with the lines `{FENCE}`, {needed} and `{FENCE}`.")
        return None, source
    if FENCE not in lines[start + 1 :]:
        findings.error(source.number(start), f"The header that begins here has no end. Put a line `{FENCE}` below it.")
        return None, source.part(0, 0)
    end = lines.index(FENCE, start + 1)
    return source.part(start + 1, end), source.part(end + 1)


class _Mark(Protocol):
    line: int


class _UnreadableError(Exception):
    def __init__(self, message: str, mark: _Mark | None) -> None:
        super().__init__(message)
        self.mark = mark


class HeaderReader:
    """Reads the known fields of a header; notes their lines, and what is wrong."""

    def __init__(self, header: Segment, findings: Findings) -> None:
        self._header = header
        self._findings = findings

    def read(self) -> dict[str, str | list[str]] | None:
        """None when the header is no YAML, so that its fields are unknown rather than missing."""
        try:
            entries = self._entries()
        except _UnreadableError as error:
            self._error(error.mark, str(error))
            return None
        values: dict[str, str | list[str]] = {}
        for key, value in entries:
            name = self._text(key)
            path = header_path(name)
            if name not in FIELDS:
                known = ", ".join(f"`{field}`" for field in FIELDS)
                self._error(key.start_mark, f"The header has no field `{name}`. Its fields are {known}.")
            elif path in self._findings.lines:
                self._error(key.start_mark, f"The header has `{name}` twice. Delete one of the two.")
            else:
                self._findings.lines[path] = self._number(key.start_mark)
                values[name] = self._list(name, value) if name in LISTS else self._text(value)
        return values

    def _entries(self) -> list[tuple[yaml.Node, yaml.Node]]:
        try:
            self._refuse_nesting()
            root = yaml.compose(self._header.text, Loader=_Loader)
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            reason = getattr(error, "problem", None) or "it cannot be read"
            message = f"The header is not valid YAML: {reason}. Put a value with a colon in it between quotes."
            raise _UnreadableError(message, mark) from error
        if root and not isinstance(root, yaml.MappingNode):
            message = "Write each value of the header behind its name, such as `title: Error 324`."
            raise _UnreadableError(message, root.start_mark)
        return list(root.value) if root else []

    def _refuse_nesting(self) -> None:
        depth = 0
        for event in yaml.parse(self._header.text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _NESTING:
                message = "The header holds a list in a list. Write its values one below the other."
                raise _UnreadableError(message, event.start_mark)

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._error(node.start_mark, "One line of text has to stand here, not a list.")
            return ""
        if INVISIBLE.search(node.value):
            self._error(node.start_mark, "This value holds an invisible character. Delete it.")
        return INVISIBLE.sub("\ufffd", node.value)

    def _list(self, name: str, node: yaml.Node) -> list[str]:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values = [(self._text(item), self._number(item.start_mark)) for item in items]
        self._findings.lines |= {header_path(name, value): line for value, line in values if value}
        return [value for value, _ in values if value]

    def _number(self, mark: _Mark | None) -> int:
        """An error at the end of the header is marked behind its last line."""
        return self._header.number(min(mark.line, len(self._header.lines) - 1) if mark else 0)

    def _error(self, mark: _Mark | None, message: str) -> None:
        self._findings.error(self._number(mark), message)


def print_header(document: ArticleDocument) -> str:
    """Values that YAML could take for something else than text stand in quotes."""
    lines = [FENCE]
    for field in FIELDS:
        value = getattr(document, field)
        if field in LISTS and value:
            lines += [f"{field}:", *(f"  - {_scalar(item)}" for item in value)]
        elif value:
            lines.append(f"{field}: {_scalar(value)}")
    return "\n".join([*lines, FENCE])


# One document is printed a few times while it is saved, and products recur.
@lru_cache(maxsize=1024)
def _scalar(text: str) -> str:
    as_is = yaml.safe_dump(text, allow_unicode=True, width=_ONE_LINE)
    if as_is == f"{text}\n...\n":
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=_ONE_LINE).rstrip("\n")
