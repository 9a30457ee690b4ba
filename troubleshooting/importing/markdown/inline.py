"""The text of one paragraph, heading or cell: as it is written wherever it can be, changed where it means something else here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from troubleshooting.documents.commonmark import inline_text, inline_tokens
from troubleshooting.documents.links import names_only_a_host, scheme_of
from troubleshooting.importing.markdown import links
from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.tags import Tag, read_tag

LONGEST = 10_000
"""Characters of one paragraph from which on its marks are not read; hostile ones would take minutes."""

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^`]*(?<!`)\1(?!`)")
_BREAK = re.compile(r" {2,}\n")
_START = re.compile(
    r"""(?P<mark>\#{1,6}|[-+*])(?=[ \t]|$) | (?P<quote>>) | (?P<digits>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)
    | (?P<fence>`{3,}(?=[^`]*$)|~{3,}) | (?P<rule>[-=|*_:])(?=[-=|:*_ \t]*$)""",
    re.VERBOSE,
)
"""What would begin another block where a line of text begins with it."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>&~!|#])")
_TRIGGERS = re.compile(r"[\[<]")


class SourceMarkdown(MarkdownIt):
    """Takes all addresses, and takes them as they are written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the names are markdown-it's
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


MARKDOWN = SourceMarkdown("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])


def write_inline(content: str, env: dict[str, Any], path: PurePosixPath, line: int | None, account: Account) -> str:
    """Markdown in our dialect that says the same; several lines where the source has several."""
    if len(content) > LONGEST:
        return _guarded(_literal(content))
    if not _TRIGGERS.search(_CODE_SPAN.sub("", content) if "`" in content else content):
        return _guarded(content if "`" in content else _BREAK.sub("\\\\\n", content))
    tokens: list[Token] = []
    MARKDOWN.inline.parse(content, MARKDOWN, env, tokens)
    writer = _Writer(path, line, account)
    writer.write(tokens)
    text = "".join(writer.parts)
    if writer.is_changed and _squeezed(inline_text(inline_tokens(text))) != _squeezed("".join(writer.said)):
        plain = _Writer(path, line, account, is_plain=True)
        plain.write(tokens)
        text = "".join(plain.parts)
    return _guarded(text)


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def one_line(text: str) -> str:
    """For a heading or a cell, where no line may end."""
    return re.sub(r"[ \t]*\\?\n[ \t]*", " ", text).strip()


def _guarded(text: str) -> str:
    lines = [line.strip(" \t") for line in text.split("\n")]
    return "\n".join(_START.sub(_escaped, line, count=1) if _START.match(line) else line for line in lines if line)


def _escaped(found: re.Match[str]) -> str:
    return f"{found['digits']}\\{found['dot']}" if found["digits"] else f"\\{found[0]}"


def _squeezed(text: str) -> str:
    return "".join(text.split())


@dataclass
class _Writer:
    """Marks are written as in the source; ``is_plain`` leaves out those of emphasis and escapes all text."""

    path: PurePosixPath
    line: int | None
    account: Account
    is_plain: bool = False
    parts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What a reader of ``parts`` should read."""
    is_changed: bool = False
    open_links: list[tuple[links.Target, str, bool]] = field(default_factory=list)
    """With the title, and whether it was written as a tag."""

    def write(self, tokens: Sequence[Token]) -> None:
        skipped = False
        for token in tokens:
            if token.type == "link_open" and token.info == "auto":
                self._autolink(token)
                skipped = True
            elif token.type == "link_close" and token.info == "auto":
                skipped = False
            elif not skipped:
                self._token(token)
        while self.open_links:
            self._close_link()

    def _token(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special" | "softbreak" | "hardbreak" | "code_inline":
                self._leaf(token)
            case "image":
                alternative = inline_text(token.children or [])
                self._image(_attribute(token, "src"), token.content, alternative, _attribute(token, "title"))
            case "link_open":
                self._open_link(_attribute(token, "href"), _attribute(token, "title"))
            case "link_close":
                self._close_link()
            case "html_inline":
                self._tag(read_tag(token.content), token.content)
            case _ if not self.is_plain:
                self.parts.append(token.markup)

    def _leaf(self, token: Token) -> None:
        match token.type:
            case "text":
                self._text(token.content)
            case "text_special":
                is_written = not self.is_plain or token.info == "entity"
                self._add(token.markup if is_written else _literal(token.content), token.content)
            case "code_inline":
                self._add(_code_span(token), token.content)
            case _:
                self._add("\n" if token.type == "softbreak" else "\\\n", " ")

    def _add(self, markdown: str, said: str) -> None:
        self.parts.append(markdown)
        self.said.append(said)

    def _text(self, text: str) -> None:
        if self.is_plain:
            self._add(_literal(text), text)
            return
        at_start = not any(self.parts) or self.parts[-1].endswith("\n")
        self._add("\\" + text if at_start and text.startswith("[") else text, text)

    # Links and images

    def _autolink(self, token: Token) -> None:
        href = str(token.attrGet("href") or "")
        target = links.link(href, self.path, self.line, self.account)
        text = href.removeprefix("mailto:")
        if target.url:
            self._add(f"<{text}>", text)
        else:
            self.is_changed = True
            self._add(links.code(href), href)

    def _open_link(self, href: str, title: str, *, is_tag: bool = False) -> None:
        target = links.link(href, self.path, self.line, self.account)
        self.open_links.append((target, title, is_tag))
        self.is_changed |= is_tag or not target.url
        if target.url:
            self.parts.append("[")

    def _close_link(self) -> None:
        target, title, _ = self.open_links.pop()
        if target.url:
            title = f' "{title.replace(chr(34), chr(92) + chr(34))}"' if title.strip() else ""
            self.parts.append(f"]({links.destination(target.url)}{' '.join(title.splitlines())})")
            return
        said = " ".join(part for part in (target.shown, title) if part)
        if said:
            shown = " ".join(part for part in (links.code(target.shown), _literal(title)) if part)
            self._add(f" ({shown})", f"({said})")

    def _image(self, source: str, markdown: str, alternative: str, title: str) -> None:
        address = links.image(source, alternative, self.path, self.line, self.account)
        title_part = f' "{title.replace(chr(34), chr(92) + chr(34))}"' if title.strip() else ""
        if not alternative.strip():
            alternative = title or re.split(r"[/\\]", source.rstrip("/"))[-1] or "image"
            markdown = _literal(alternative)
        markdown = " ".join(markdown.split())
        if address:
            self._add(f"![{markdown}]({address}{title_part})", alternative)
            return
        self.is_changed = True
        target = links.Target("", source)
        if scheme_of(source) or names_only_a_host(source):
            target = links.link(source, self.path, self.line, self.account)
        if target.url and not self.open_links:
            self._add(f"[{markdown}]({links.destination(target.url)}{title_part})", alternative)
        else:
            said = f" {title}" if title.strip() else ""
            self._add(
                f"{markdown} ({links.code(source)}{_literal(said)})", f"{alternative}({' '.join(source.split())}{said})"
            )

    # Tags

    def _tag(self, tag: Tag, source: str) -> None:
        self.is_changed = True
        match tag.kind:
            case "link":
                self._link_tag(tag)
            case "image":
                self._image(tag.address, _literal(tag.text), tag.text, tag.title)
            case "frame":
                self._open_link(tag.address, "", is_tag=True)
                self._add(_literal(tag.title or tag.address), tag.title or tag.address)
                self._close_link()
            case "break":
                self._add("\\\n", " ")
            case "space":
                self._add(tag.text, tag.text)
            case "text":
                self._add(_literal(source), source)
            case "mark" if not self.is_plain:
                self.parts.append(tag.text)

    def _link_tag(self, tag: Tag) -> None:
        if not tag.is_end:
            self._open_link(tag.address, tag.title, is_tag=True)
        elif any(is_tag for _, _, is_tag in self.open_links):
            self._close_link()


def _attribute(token: Token, name: str) -> str:
    return str(token.attrGet(name) or "")


def _code_span(token: Token) -> str:
    content = token.content
    ticks = token.markup
    edge = (
        " "
        if content.startswith("`")
        or content.endswith("`")
        or (content.startswith(" ") and content.endswith(" ") and content.strip())
        else ""
    )
    return f"{ticks}{edge}{content}{edge}{ticks}"
