"""The blocks of an article by their headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from troubleshooting.importing.markdown.blocks import Block
from troubleshooting.importing.markdown.headings import Meaning, meaning, names_a_problem


@dataclass(slots=True)
class Section:
    """``heading`` is None for what stands before the first one."""

    heading: Block | None
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading.title if self.heading else ""

    @property
    def meaning(self) -> Meaning:
        if self.heading and self.heading.is_tab:
            return Meaning("other")
        return meaning(self.title)

    @property
    def has_steps(self) -> bool:
        """Whether a numbered list stands in it, not counting its parts."""
        return any(block.kind == "steps" for block in self.blocks)

    @property
    def has_procedure(self) -> bool:
        return self.has_steps or any(child.has_procedure for child in self.children)

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not self.children

    def holds(self, *kinds: str) -> bool:
        """Whether one of its parts is of such a kind."""
        return any(child.meaning.kind in kinds or child.holds(*kinds) for child in self.children)

    @property
    def names_a_problem(self) -> bool:
        return names_a_problem(self.title)


def sections_of(blocks: Sequence[Block]) -> Section:
    """The whole article as one section with its parts."""
    root = Section(None)
    open_sections = [root]
    for block in _with_bold_headings(blocks):
        if block.kind != "heading":
            open_sections[-1].blocks.append(block)
            continue
        if not block.markdown:
            continue
        level = _level(block, open_sections)
        while open_sections[-1].level >= level:
            open_sections.pop()
        section = Section(block, level)
        open_sections[-1].children.append(section)
        open_sections.append(section)
    _tidy(root)
    return root


def _level(block: Block, open_sections: Sequence[Section]) -> int:
    """Tabs and bold lines stand below the heading before them, all of them on one level."""
    if not (block.is_tab or block.is_bold):
        return block.level
    for section in reversed(open_sections):
        if section.heading and not (section.heading.is_tab or section.heading.is_bold):
            return section.level + (1 if block.is_bold and not block.is_tab else 2)
    return 7


def _with_bold_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        text = block.markdown.strip()
        if block.is_bold and text.startswith("**") and len(text) < 200:
            title = text.strip("*").strip()
            kind = meaning(title).kind
            if kind in {"cause", "fix", "step"} and "[" not in title:
                yield Block("heading", title, block.line, title=title, is_bold=True)
                continue
        yield block


def _tidy(section: Section) -> None:
    """Rules at an end part what the headings part already."""
    while section.blocks and section.blocks[-1].kind == "rule":
        section.blocks.pop()
    for child in section.children:
        _tidy(child)
