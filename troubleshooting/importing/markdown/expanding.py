"""From the dialect of a documentation site to CommonMark with HTML: includes, directives, Liquid, components, comments."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from troubleshooting.documents.commonmark import escape
from troubleshooting.importing.markdown import components, directives, front_matter, liquid
from troubleshooting.importing.markdown.account import Account, first_text, resolved
from troubleshooting.importing.markdown.comments import without_comments
from troubleshooting.importing.markdown.containers import Containers
from troubleshooting.importing.markdown.lines import INVISIBLE, Line, mark_code, outside_code_spans
from troubleshooting.importing.markdown.marks import CALLOUTS, TAB, UNWRAP

DEEPEST = 10
"""Includes in one another."""
MOST_INCLUDED = 1_000_000
"""Characters that one article may include."""

_INCLUDE = re.compile(r"\[!INCLUDE\s*\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^()<>\s]+)>?[^()]*\)\s*\]", re.IGNORECASE)
_CODE_INCLUDE = re.compile(r"\[!code-?([\w+#-]*)\s*\[([^\[\]]*)\]\(\s*([^()\s]+)[^()]*\)\s*\]", re.IGNORECASE)
_VIDEO = re.compile(r"\[!VIDEO\s+([^\]\s]+)[^\]]*\]", re.IGNORECASE)
_DIV = re.compile(r"(?<=> )\[!div[^\]]*\][ \t]*$|(?<=>)\[!div[^\]]*\][ \t]*$", re.IGNORECASE)
_CONTROL = re.compile(r"\[!(?:UICONTROL|DNL|BADGE|CONTEXTUALHELP)\s+([^\]]*)\]")
_TAB = re.compile(r"(#{1,6})[ \t]+\[(.+)\]\(#tabs?/[^()]*\)[ \t]*$")
_FOOTNOTE = re.compile(r"( {0,3})\[\^([^\]\s]+)\]:[ \t]*(.*)")
_KRAMDOWN = re.compile(r"[ \t]*\{:[^{}]*\}[ \t]*$")
_MODULE = re.compile(
    r"(?:import\s+(?:.+\s+from\s+)?[\"'][^\"']+[\"']|export\s+(?:const|let|default|function)\b.*)\s*;?\s*$"
)
_IMPORT = re.compile(r"import\s+(\w+)\s+from\s+[\"']([^\"']+)[\"']")
_IMPORTS = re.compile(r"^import\s.*[\"'];?\s*$", re.MULTILINE)
_PLACE = re.compile(r"(?:[ \t]|>|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*")
_RELATIVE = re.compile(r"(\]\(\s*<?)(?![a-zA-Z][\w+.-]*:|[/#~<])([^()<>\s]+)")


def expand(text: str, first: int, account: Account) -> list[Line]:
    """The article's lines; ``first`` is the number of the first one in its file."""
    return _File(account, account.path, (account.path,)).expand(text, first)


class _File:
    """One file: the article's own or an included one, each with its own open containers."""

    def __init__(self, account: Account, path: PurePosixPath, chain: tuple[PurePosixPath, ...]) -> None:
        self._account = account
        self._path = path
        self._chain = chain
        self._containers = Containers()
        self._imports: dict[str, str] = {}
        self._is_mdx = False
        self._raw = ""
        self._number = 0
        self._lines: list[Line] = []

    def expand(self, text: str, first: int) -> list[Line]:
        self._is_mdx = self._path.suffix == ".mdx" or _IMPORTS.search(text) is not None
        lines = [Line(line, first + index, self._path) for index, line in enumerate(text.split("\n"))]
        lines = without_comments(lines, self._account, is_mdx=self._is_mdx)
        lines = directives.joined(lines)
        for line, is_code in zip(lines, mark_code(lines), strict=True):
            self._number = line.number
            if is_code:
                self._code(line.text)
            else:
                self._line(line.text)
        return self._lines

    def _emit(self, text: str, path: PurePosixPath | None = None) -> None:
        self._lines += [
            Line(self._containers.placed(part), self._number, path or self._path) for part in text.split("\n")
        ]

    def _emit_block(self, text: str) -> None:
        for part in ("", text, "") if text else ("",):
            self._emit(part)

    # Lines

    def _code(self, text: str) -> None:
        """Liquid is filled in before Markdown is read, in code as well; what it cannot fill in stays."""
        if "{%" in text and not self._raw:
            text = liquid.TAG.sub(self._data_in_code, text)
        self._emit(text)

    def _data_in_code(self, tag: re.Match[str]) -> str:
        found = liquid.data(tag[2], self._account) if tag[1] == "data" else None
        return found[0].strip() if found else tag[0]

    def _line(self, text: str) -> None:
        if (self._is_mdx and self._is_module(text)) or (":::" in text and self._directive(text)):
            return
        if "{%" in text and not self._liquid_block(text):
            text = self._outside_code(text, lambda part: liquid.TAG.sub(self._liquid_inline, part))
        text = self._brackets(text) if "[" in text else self._attributes(text)
        if "[!" in text and _INCLUDE.search(text):
            self._include(text)
        elif "<" in text and self._has_component(text):
            self._components(text)
        else:
            self._emit(text)

    def _outside_code(self, text: str, change: Callable[[str], str]) -> str:
        return "".join(change(part) if is_text else part for part, is_text in outside_code_spans(text))

    def _is_module(self, text: str) -> bool:
        if not text.startswith(("import", "export")) or not _MODULE.match(text):
            return False
        if found := _IMPORT.match(text):
            self._imports[found[1]] = found[2]
        self._account.keep(f"Program text was left out: `{text.strip()[:80]}`")
        return True

    def _attributes(self, text: str) -> str:
        if _KRAMDOWN.match(text):
            self._account.keep("Attributes in `{: …}` say how text looks and were left out.")
            return ""
        return text

    def _brackets(self, text: str) -> str:
        if tab := _TAB.match(text):
            return f"{tab[1]} {TAB}{tab[2]}"
        if footnote := _FOOTNOTE.match(text):
            return f"{footnote[1]}\\[^{footnote[2]}\\]: {footnote[3]}"
        if "[!" not in text:
            return text
        text = _DIV.sub(UNWRAP, text)
        return self._outside_code(text, self._marks)

    def _marks(self, text: str) -> str:
        text = _VIDEO.sub(r"<\1>", text)
        text = _CONTROL.sub(r"**\1**", text)
        return _CODE_INCLUDE.sub(lambda found: self._code_include(found[1], found[2], found[3]), text)

    # Directives

    def _directive(self, text: str) -> bool:
        """Whether the line was one and is done with."""
        found = directives.read(text)
        if found is None:
            return False
        if found.kind == "callout":
            self._emit("")
            self._emit(found.text)
            self._containers.open(":::", found.indent, is_quote=True)
        elif found.kind == "open":
            self._emit_block(found.text)
            self._containers.open(found.name, found.indent, dedents=found.name in {"column", ":::"})
        elif found.kind == "close":
            self._containers.close(found.name)
            self._emit("")
        elif found.kind == "code":
            self._emit_block(" " * found.indent + self._code_include(found.name, "", found.text))
        else:
            self._emit(found.text)
        if found.note:
            self._account.keep(found.note)
        return True

    def _code_include(self, language: str, title: str, target: str) -> str:
        """A fence with the text of another file; it may be many lines."""
        path = resolved(target.partition("?")[0], self._path)
        text = self._account.surroundings.read_text(path) if path else None
        if text is None or not self._may_include(text):
            self._account.warn(f"The code of `{target}` is not in the collection; its path was kept.", self._number)
            return f"{escape(title)} `{target}`".strip()
        fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
        return f"{fence}{language}\n{INVISIBLE.sub('', text).strip(chr(10))}\n{fence}"

    # Liquid

    def _liquid_block(self, text: str) -> bool:
        """Open or close what a tag that stands alone begins or ends; the tag itself is left for ``_liquid_inline``."""
        found = liquid.TAG.fullmatch(text.strip())
        if found is None:
            return False
        name, indent = found[1], len(text) - len(text.lstrip(" "))
        if name in liquid.CALLOUTS and not self._raw:
            self._emit("")
            self._emit(f"{' ' * indent}> [!{liquid.CALLOUTS[name]}]")
            self._containers.open(name, indent, is_quote=True)
        elif name.removeprefix("end") in liquid.CALLOUTS and not self._raw:
            self._containers.close(name.removeprefix("end"))
        elif name in liquid.PLATFORMS and not found[2].strip():
            self._emit_block(
                f"###### {TAB}{liquid.PLATFORMS[name]}" if not indent else f"{' ' * indent}**{liquid.PLATFORMS[name]}**"
            )
        return False

    def _liquid_inline(self, tag: re.Match[str]) -> str:
        name, arguments = tag[1], tag[2]
        if self._raw and name != f"end{self._raw}":
            return tag[0]
        if name == "raw":
            self._raw = name
        elif name == "endraw":
            self._raw = ""
        if name in {"data", "indented_data_reference", "include", "include_relative"}:
            return self._liquid_data(tag)
        if name == "octicon":
            return escape(liquid.label(arguments))
        self._account.keep(f"The Liquid tag `{tag[0][:80]}` was left out; what it encloses was kept.")
        return ""

    def _liquid_data(self, tag: re.Match[str]) -> str:
        find = liquid.included if tag[1].startswith("include") else liquid.data
        found = find(tag[2], self._account)
        if found is None:
            if said := liquid.content(tag[2]):
                return said
            self._account.warn(
                f"What `{tag[0][:80]}` stands for is not in the collection; it was kept as it is.", self._number
            )
            return tag[0]
        text, path = found
        if path == self._path or "\n" not in text.strip():
            return (
                _moved(self._variables_in(text.strip()), path)
                if path != self._account.path
                else self._variables_in(text.strip())
            )
        # Many lines go through the way of includes, which nests them properly.
        return f"[!INCLUDE [](~/{path})]"

    def _variables_in(self, text: str) -> str:
        """Variables may name other variables, one level deep."""

        def fill(tag: re.Match[str]) -> str:
            found = liquid.data(tag[2], self._account) if tag[1] == "data" else None
            return found[0].strip() if found and "\n" not in found[0].strip() else ""

        return liquid.TAG.sub(fill, text)

    # Includes

    def _include(self, text: str) -> None:
        """A line with what it includes, which may be many lines; what follows on the line may include more."""
        done = 0
        own = None
        while found := _INCLUDE.search(text, done):
            before, after = text[: found.start()], text[found.end() :]
            place = _PLACE.match(before)
            margin = re.sub(r"[^>]", " ", place[0]) if place else ""
            included = self._included(found[2])
            if included is None:
                before += f"{found[1]} (`{found[2]}`)"
            else:
                lines, path = included
                own = path if not (before[len(margin) :].strip() or after.strip()) else None
                texts = [line.text if own else _moved(line.text, path) for line in lines] or [""]
                *others, before = [before + texts[0], *(margin + line for line in texts[1:])]
                for line in others:
                    self._emit(line, own)
            text, done = before + after, len(before)
        self._emit(text, own)

    def _included(self, target: str) -> tuple[list[Line], PurePosixPath] | None:
        """The lines of an included file; None where it cannot be had, which is reported."""
        path = resolved(target, self._path)
        beside = resolved(f"~/{target}", self._path) if not target.startswith((".", "~", "/")) else None
        if path in self._chain:
            self._account.warn(f"`{target}` includes itself; its path was kept as text.", self._number)
            return None
        found = first_text(self._account, [path, beside]) if len(self._chain) <= DEEPEST else None
        if found is None or not self._may_include(found[0]):
            reason = "is not in the collection" if found is None else "is too large to include"
            self._account.warn(f"The included file `{target}` {reason}; its path was kept as text.", self._number)
            return None
        text, path = found
        _, body, _ = front_matter.split(INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
        lines = _File(self._account, path, (*self._chain, path)).expand(body.strip("\n"), 1)
        return [line._replace(number=self._number) for line in lines], path

    def _may_include(self, text: str) -> bool:
        self._account.included += len(text)
        return self._account.included <= MOST_INCLUDED

    # Components

    def _has_component(self, text: str) -> bool:
        parts = [part for part, is_text in outside_code_spans(text) if is_text]
        return any(self._is_component(found[2]) for part in parts for found in components.TAG.finditer(part)) or (
            self._is_mdx and any(components.FRAGMENT.search(part) for part in parts)
        )

    def _is_component(self, name: str) -> bool:
        return self._is_mdx or name in components.KNOWN

    def _components(self, text: str) -> None:
        first = components.TAG.match(text.lstrip())
        if first and self._is_component(first[2]) and not components.component(first).is_inline:
            self._component_blocks(text)
            return
        self._emit(self._outside_code(text, self._component_inline))

    def _component_inline(self, text: str) -> str:
        if self._is_mdx:
            text = components.FRAGMENT.sub("", text)
        return components.TAG.sub(
            lambda found: (
                components.shown(self._note(found), self._imports) if self._is_component(found[2]) else found[0]
            ),
            text,
        )

    def _component_blocks(self, text: str) -> None:
        indent = len(text) - len(text.lstrip(" "))
        done = 0
        for found in components.TAG.finditer(text):
            if not self._is_component(found[2]):
                continue
            self._component_text(text[done : found.start()], indent)
            self._component_block(self._note(found), indent)
            done = found.end()
        self._component_text(text[done:], indent)

    def _component_text(self, text: str, indent: int) -> None:
        if text.strip():
            self._emit(" " * indent + text.strip())

    def _component_block(self, tag: components.Component, indent: int) -> None:
        if tag.is_end:
            self._containers.close(tag.name)
            self._emit("")
            return
        target = self._imports.get(tag.name, "")
        if target.endswith((".md", ".mdx")):
            include = f"{' ' * indent}[!INCLUDE [{tag.name}]({target})]"
            self._include(include)
            return
        kind = CALLOUTS.get(tag.attributes.get("type", tag.name).lower(), CALLOUTS.get(tag.name.lower()))
        said = components.shown(tag, self._imports)
        if kind and not tag.is_empty:
            self._emit("")
            self._emit(directives.callout(kind, tag.attributes.get("title", ""), indent))
            self._containers.open(tag.name, indent, is_quote=True, dedents=True)
            return
        self._emit_block(" " * indent + said if said else "")
        if not tag.is_empty:
            self._containers.open(tag.name, indent, dedents=True)

    def _note(self, found: re.Match[str]) -> components.Component:
        tag = components.component(found)
        if not tag.is_end:
            self._account.keep(
                f"The component `{found[0][:80]}` was left out; its texts and what it encloses were kept."
            )
        return tag


def _moved(text: str, path: PurePosixPath) -> str:
    """A piece of another file, with its relative links counted from the folder of the collection."""
    folder = path.parent.as_posix()
    return _RELATIVE.sub(rf"\1~/{folder}/\2" if folder != "." else r"\1~/\2", text) if "](" in text else text
