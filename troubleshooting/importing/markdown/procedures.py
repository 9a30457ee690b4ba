"""A fix from the blocks of a section: what comes before its steps, the steps, what comes after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from troubleshooting.importing.markdown.blocks import Block
from troubleshooting.importing.markdown.sections import Section

TITLE_LENGTH = 200

_LINK = re.compile(r"\]\(|<[^<>\s]+[:@][^<>\s]*>")


@dataclass(slots=True)
class FixPlan:
    title: str
    anchor: Block | None
    """The heading that it is from."""
    body: list[Block] = field(default_factory=list)
    steps: list[list[Block]] = field(default_factory=list)
    outcome: list[Block] = field(default_factory=list)
    is_guess: bool = False
    """Whether its only step is text that was no list."""
    last_number: int = 0
    """By which the source counted the last of the steps."""

    def add_after(self, blocks: Sequence[Block]) -> None:
        """What follows it. A list that goes on counting goes on with the steps, with all that stands between."""
        for block in blocks:
            if (
                block.kind == "steps"
                and self.steps
                and block.start > 1
                and block.start in {len(self.steps) + 1, self.last_number + 1}
            ):
                self.steps[-1] += self.outcome
                self.outcome = []
                self.steps += block.items
                self.last_number = block.start + len(block.items) - 1
            else:
                self.outcome.append(block)


def as_text(section: Section, level: int = 3) -> list[Block]:
    """A section with its heading, as text."""
    blocks = [*as_heading(section, level), *section.blocks]
    for child in section.children:
        blocks += as_text(child, min(level + 1, 6))
    return blocks


def as_heading(section: Section, level: int = 3) -> list[Block]:
    if section.heading is None:
        return []
    heading = section.heading
    return [Block("heading", heading.markdown, heading.line, level, heading.title, anchor=heading.anchor)]


def title_of(section: Section) -> tuple[str, list[Block]]:
    """A heading as a title, and the heading itself as text where more is in it than a title can say."""
    text = section.title
    said = section.heading.markdown if section.heading else ""
    if len(text) <= TITLE_LENGTH and not _LINK.search(said) and text:
        return text, []
    return shortened(text) or "Section", [
        Block("text", f"**{said}**" if "**" not in said else said, section.heading.line)
    ] if section.heading else []


def shortened(text: str, length: int = TITLE_LENGTH) -> str:
    if len(text) <= length:
        return text
    return (
        text[: length - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"
        if " " in text[: length - 1]
        else text[: length - 1] + "…"
    )


def plan(title: str, heading: Block | None, blocks: Sequence[Block]) -> FixPlan:
    """The first numbered list is the steps. Without one, all of it is one step."""
    fix = FixPlan(title, heading)
    first = next((index for index, block in enumerate(blocks) if block.kind == "steps"), None)
    if first is None:
        fix.steps = [list(blocks)] if blocks else []
        fix.is_guess = True
        return fix
    fix.body = list(blocks[:first])
    fix.steps = [list(item) for item in blocks[first].items]
    fix.last_number = blocks[first].start + len(fix.steps) - 1
    fix.add_after(blocks[first + 1 :])
    return fix


def fixes_of(section: Section) -> tuple[list[Block], list[FixPlan]]:
    """The procedures of a section, and what has to be said before all of them."""
    title, whole = title_of(section)
    blocks = [*whole, *section.blocks]
    if (
        section.children
        and all(child.meaning.kind == "step" or not child.has_procedure for child in section.children)
        and any(child.meaning.kind == "step" for child in section.children)
    ):
        return [], [_of_headed_steps(title, section, blocks)]
    parts = [child for child in section.children if _is_way(child, section)]
    if not parts:
        text = [block for child in section.children for block in as_text(child)]
        return [], [plan(title, section.heading, [*blocks, *text])]
    return _of_parts(title, section, blocks, parts)


def _is_way(child: Section, section: Section) -> bool:
    """Whether a part is a procedure of its own rather than a remark on one."""
    kind = child.meaning.kind
    if kind == "fix" or (kind == "cause" and child.has_procedure):
        return True
    return kind in {"other", "step"} and (
        child.has_procedure or (not section.has_procedure and not child.is_empty and section.meaning.kind == "fix")
    )


def _of_headed_steps(title: str, section: Section, blocks: Sequence[Block]) -> FixPlan:
    """Each "Step N" is a step, with its heading; other parts belong to the step before."""
    fix = plan(title, section.heading, blocks)
    if fix.is_guess:
        fix.body, fix.steps, fix.is_guess = list(blocks), [], False
    for child in section.children:
        text = as_text(child)
        if child.meaning.kind == "step":
            fix.steps.append(text)
        elif fix.steps:
            fix.steps[-1] += text
        else:
            fix.body += text
    if any(block.kind == "steps" for block in fix.body):
        fix.steps.insert(0, fix.body)
        fix.body = []
    return fix


def _of_parts(
    title: str, section: Section, blocks: list[Block], parts: Sequence[Section]
) -> tuple[list[Block], list[FixPlan]]:
    lead: list[Block] = []
    fixes: list[FixPlan] = []
    if section.has_steps:
        fixes.append(plan(title, section.heading, blocks))
    else:
        lead = [*(as_heading(section) if title == section.title else []), *blocks]
    for child in section.children:
        if not any(child is part for part in parts):
            fixes[-1].add_after(as_text(child)) if fixes else lead.extend(as_text(child))
            continue
        before, found = fixes_of(child)
        if fixes:
            fixes[-1].add_after(before)
        else:
            lead += before
        fixes += found
    return lead, fixes
