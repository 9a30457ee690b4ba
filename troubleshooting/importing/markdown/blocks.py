"""The blocks of a source, each as Markdown of ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from troubleshooting.documents.callouts import KINDS
from troubleshooting.documents.commonmark import MAX_NESTING, plain_line
from troubleshooting.importing.markdown import html
from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.inline import SourceMarkdown, one_line, write_inline
from troubleshooting.importing.markdown.lines import Line
from troubleshooting.importing.markdown.marks import CALLOUTS, TAB, TITLE, UNWRAP
from troubleshooting.importing.markdown.tables import write_table

_BLOCKS = (
    SourceMarkdown("commonmark", {"html": True, "maxNesting": 200}).enable("table").disable(["inline", "text_join"])
)
_DEEPEST = MAX_NESTING - 5
"""Level up to which lists and quotes stay what they are; a step and a callout may stand around them."""
_MARKER = re.compile(rf"\[!([\w-]+)\][ \t]*({TITLE}?)(.*)")
_ANCHOR_AT_END = re.compile(r"[ \t]*(?:\\?\{#([\w:.-]+)[^{}]*\}|\{/\*\s*#([\w:.-]+)\s*\*/\})[ \t]*$")
_MANY_QUOTES = re.compile(r"^((?:[ \t]*>){15})(?:[ \t]*>)+", re.MULTILINE)
_MANY_ITEMS = re.compile(r"^((?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+){10})(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+", re.MULTILINE)
_MUCH_SPACE = re.compile(r"^[ \t]{150,}", re.MULTILINE)

Kind = Literal["text", "heading", "callout", "list", "steps", "rule"]


@dataclass(slots=True)
class Block:
    """``markdown`` of a heading is its text in one line; a callout's is what it holds."""

    kind: Kind
    markdown: str
    line: int
    level: int = 0
    """Of a heading."""
    title: str = ""
    """Of a callout and, as plain text, of a heading."""
    callout: str = ""
    anchor: str = ""
    is_tab: bool = False
    is_bold: bool = False
    """Whether a paragraph is one bold line, as headings are written where somebody wanted smaller ones."""
    items: list[list["Block"]] = field(default_factory=list)
    """The steps of a numbered list."""
    start: int = 1


def read_blocks(lines: Sequence[Line], account: Account) -> list[Block]:
    text = "\n".join(line.text for line in lines) + "\n"
    for pattern, kept in ((_MANY_QUOTES, r"\1"), (_MANY_ITEMS, r"\1"), (_MUCH_SPACE, " " * 150)):
        text = pattern.sub(kept, text)
    return _Reader(account, lines).read(text)


class _Reader:
    def __init__(self, account: Account, lines: Sequence[Line], *, is_html: bool = False) -> None:
        self._account = account
        self._lines = lines
        self._env: dict[str, Any] = {}
        self._is_html = is_html

    def read(self, text: str) -> list[Block]:
        tokens = _BLOCKS.parse(text, self._env)
        return self._children(SyntaxTreeNode(tokens).children, 0)

    def _children(self, nodes: Sequence[SyntaxTreeNode], level: int) -> list[Block]:
        return [block for node in nodes for block in self._blocks(node, level)]

    def _place(self, node: SyntaxTreeNode) -> tuple[PurePosixPath, int]:
        index = min(node.map[0] if node.map else 0, len(self._lines) - 1)
        return self._lines[index].path, self._lines[index].number

    def _inline(self, node: SyntaxTreeNode) -> str:
        path, line = self._place(node)
        return write_inline(node.content, self._env, path, line, self._account)

    def _blocks(self, node: SyntaxTreeNode, level: int) -> list[Block]:
        _, line = self._place(node)
        if node.type in {"bullet_list", "ordered_list", "blockquote"} and level >= _DEEPEST:
            return self._flattened(node, level)
        match node.type:
            case "paragraph":
                return self._paragraph(node, line)
            case "bullet_list" | "ordered_list":
                return self._list(node, level, line)
            case "blockquote":
                return self._quote(node, level, line)
            case "html_block":
                return self._html(node, level)
        return [self._leaf(node, line)]

    def _leaf(self, node: SyntaxTreeNode, line: int) -> Block:
        match node.type:
            case "heading":
                return self._heading(node, line)
            case "table":
                return Block("text", write_table(node, self._lines, self._inline), line)
            case "hr":
                return Block("rule", "___", line)
        return Block("text", _fenced(node.info if node.type == "fence" else "", node.content), line)

    def _flattened(self, node: SyntaxTreeNode, level: int) -> list[Block]:
        """Deeper than our Markdown goes: what it holds without the list or quote around."""
        inner = [child for item in node.children for child in (item.children if item.type == "list_item" else [item])]
        return self._children(inner, level)

    def _paragraph(self, node: SyntaxTreeNode, line: int) -> list[Block]:
        text = self._inline(node.children[0])
        source = node.children[0].content
        is_bold = source.startswith("**") and source.endswith("**") and source.count("**") == 2 and "\n" not in source
        return [Block("text", text, line, is_bold=is_bold)] if text.strip() else []

    def _heading(self, node: SyntaxTreeNode, line: int) -> Block:
        inline = node.children[0]
        content, anchor = inline.content, ""
        if found := _ANCHOR_AT_END.search(content):
            content, anchor = content[: found.start()], found[1] or found[2]
        is_tab = TAB in content
        path, _ = self._place(node)
        text = one_line(write_inline(content.replace(TAB, ""), self._env, path, line, self._account))
        text = re.sub(r"(?<!\\)(#+)$", r"\\\1", text)
        return Block("heading", text, line, int(node.tag[1]), plain_line(text).strip(), anchor=anchor, is_tab=is_tab)

    def _html(self, node: SyntaxTreeNode, level: int) -> list[Block]:
        if self._is_html:  # what was made from HTML holds none any more
            return []
        source = html.to_source(node.content, self._account)
        path, line = self._place(node)
        inner = _Reader(self._account, [Line("", line, path)], is_html=True)
        inner._env = self._env
        tokens = _BLOCKS.parse(source + "\n", {})
        return inner._children(SyntaxTreeNode(tokens).children, level)

    # Containers

    def _list(self, node: SyntaxTreeNode, level: int, line: int) -> list[Block]:
        is_ordered = node.type == "ordered_list"
        items = [item for child in node.children if (item := self._children(child.children, level + 2))]
        start = int(node.attrs.get("start", 1)) if is_ordered else 0
        is_tight = any(child.type == "paragraph" and child.hidden for item in node.children for child in item.children)
        block = Block("steps" if is_ordered else "list", "", line, items=items, start=start)
        block.markdown = _written_list(items, start if is_ordered else None, is_tight=is_tight)
        return [block] if items else []

    def _quote(self, node: SyntaxTreeNode, level: int, line: int) -> list[Block]:
        children = list(node.children)
        first = children[0].children[0] if children and children[0].type == "paragraph" else None
        head, _, rest = first.content.partition("\n") if first else ("", "", "")
        if first and head.startswith(UNWRAP):
            _set_content(first, rest)
            return self._children(children, level)
        marker = _MARKER.match(head)
        kind = KINDS.get(marker[1].upper()) or KINDS.get(CALLOUTS.get(marker[1].lower(), "")) if marker else None
        if marker is None or kind is None or first is None:
            inner = join(self._children(children, level + 1))
            return [Block("text", _quoted(inner), line)] if inner else []
        title = " ".join(marker[3].split()) if marker[2] else ""
        _set_content(first, rest if title else "\n".join(part for part in (marker[3], rest) if part.strip()))
        title = plain_line(title).strip()
        inner = join(self._children(children, level + 1))
        if len(title) > 200 or not inner:
            inner, title = (
                "\n\n".join(part for part in (f"**{_escaped_title(title)}**" if title else "", inner) if part),
                "",
            )
        if not inner:
            return []
        block = Block("callout", inner, line, title=title, callout=kind)
        return [block]


def _escaped_title(title: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&~!])", r"\\\1", title)


def _set_content(node: SyntaxTreeNode, content: str) -> None:
    token: Token | None = node.token
    if token:
        token.content = content


def join(blocks: Sequence[Block]) -> str:
    """Blocks as one piece of Markdown."""
    return "\n\n".join(text for text, _ in _texts(blocks))


def _texts(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """Headings from level 3 on; of two lists in a row, the second with other marks, for they would become one."""
    texts: list[tuple[str, Block]] = []
    mark = ""
    for block in blocks:
        text = as_markdown(block).strip("\n")
        if not text:
            continue
        if block.kind in {"list", "steps"} and mark == _mark(text):
            text = _with_other_marks(text, mark)
        mark = _mark(text) if block.kind in {"list", "steps"} else ""
        texts.append((text, block))
    return texts


def as_markdown(block: Block) -> str:
    if block.kind == "heading":
        return f"{'#' * max(3, block.level)} {block.markdown}" if block.markdown else ""
    if block.kind == "callout":
        title = f" {_escaped_title(block.title)}" if block.title else ""
        return _quoted(f"[!{block.callout.upper()}]{title}\n{block.markdown}")
    return block.markdown


def _mark(text: str) -> str:
    """The mark of a list's first item, without its number."""
    return text.lstrip("0123456789")[:1]


def _with_other_marks(text: str, mark: str) -> str:
    other = {"-": "*", "*": "-", ".": ")", ")": "."}[mark]
    return re.sub(rf"^(\d*){re.escape(mark)}(?=[ \n]|$)", rf"\g<1>{other}", text, flags=re.MULTILINE)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _written_list(items: Sequence[Sequence[Block]], start: int | None, *, is_tight: bool) -> str:
    texts = []
    for index, item in enumerate(items):
        mark = "- " if start is None else f"{(start + index) % 1_000_000_000}. "
        lines = _item(item, is_tight=is_tight).split("\n")
        margin = " " * len(mark)
        texts.append("\n".join([(mark + lines[0]).rstrip(), *(margin + line if line else "" for line in lines[1:])]))
    return ("\n" if is_tight else "\n\n").join(texts)


def _item(blocks: Sequence[Block], *, is_tight: bool) -> str:
    parts: list[str] = []
    for text, block in _texts(blocks):
        if parts:
            is_next = (
                block.kind == "list" or (block.kind == "steps" and block.start == 1) or text.startswith(("```", "~~~"))
            )
            parts.append("\n" if is_tight and is_next else "\n\n")
        parts.append(text)
    return "".join(parts)


def _fenced(info: str, content: str) -> str:
    info = " ".join(info.split())
    mark = "~" if "`" in info else "`"
    longest = max(map(len, re.findall(f"{mark}+", content)), default=0)
    fence = mark * max(3, longest + 1)
    body = content if content.endswith("\n") or not content else content + "\n"
    return f"{fence}{info}\n{body}{fence}"
