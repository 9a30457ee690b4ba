"""The nodes of a document, built from the sections of its file."""

from collections.abc import Callable, Sequence

from troubleshooting.documents.keys import choice_key, fill_keys, item_key, slugify_key, step_key
from troubleshooting.documents.markdown.content import Piece, WrittenStep, read_blocks, read_fix, take_list
from troubleshooting.documents.markdown.findings import Findings, NodeT
from troubleshooting.documents.markdown.marks import Entry, read_checklist_item, read_choice
from troubleshooting.documents.markdown.sections import CONTACT_SECTION, OTHER, QUESTION, ROLES, SCENARIO, Section
from troubleshooting.documents.paths import block_path, node_path
from troubleshooting.documents.schema import (
    CONTACT,
    RESERVED_KEYS,
    Block,
    Callout,
    ChecklistItem,
    Choice,
    Contact,
    Fix,
    Question,
    Scenario,
    Step,
    Text,
)


class TreeBuilder:
    """Builds the nodes that can be built; notes the line of each, and what is wrong with the others."""

    def __init__(self, sections: Sequence[Section], findings: Findings) -> None:
        self._findings = findings
        self._keys = _keys(sections)
        self.scenarios: list[Scenario] = []
        self.questions: list[Question] = []
        self.contact: Contact | None = None
        for section, fixes in _with_fixes(sections):
            if section and section.kind == SCENARIO:
                self._add_scenario(section, fixes)
                continue
            for fix in fixes if section is None or section.kind != OTHER else ():
                findings.error(fix.line, f"This {fix.kind.lower()} belongs to no scenario. Put it below one.")
            if section and section.kind == QUESTION:
                self._add_question(section)
            if section and section.kind == CONTACT_SECTION:
                self._add_contact(section)

    def blocks(self, pieces: Sequence[Piece], node: str, field: str = "body") -> list[Block]:
        blocks: list[Block] = []
        for piece in pieces:
            self._findings.lines[block_path(node, field, len(blocks))] = piece.content.first
            if piece.kind == "text":
                blocks.append(Text(markdown=piece.content.text))
                continue
            values = {"kind": piece.kind, "title": piece.title, "markdown": piece.content.text}
            if callout := self._findings.build(Callout, values, piece.line):
                blocks.append(callout)
        return blocks

    def _add_scenario(self, section: Section, fixes: Sequence[Section]) -> None:
        path = self._place(section)
        values = {
            "key": self._keys[section.line],
            "title": section.title,
            "body": self.blocks(read_blocks(section.content, self._findings), path),
            "fixes": [built for fix in fixes if (built := self._fix(fix, path))],
        }
        if scenario := self._findings.build(Scenario, values, section.line):
            self.scenarios.append(scenario)

    def _fix(self, section: Section, scenario: str) -> Fix | None:
        path = self._place(section, scenario)
        written = read_fix(section.content, self._findings)
        values = {
            "key": self._keys[section.line],
            "title": section.title,
            "role": ROLES[section.kind],
            "body": self.blocks(written.body, path),
            "steps": self.steps(written.steps, path),
            "outcome": self.blocks(written.outcome, path, "outcome"),
        }
        return self._findings.build(Fix, values, section.line)

    def steps(self, written: Sequence[WrittenStep], fix: str) -> list[Step]:
        derived = [step_key([piece.content.text for piece in step.pieces], step.procedure) for step in written]
        steps: list[Step] = []
        for key, step in zip(fill_keys([step.key for step in written], derived), written, strict=True):
            path = node_path(fix, key)
            self._findings.lines[path] = step.line
            body = tuple(self.blocks(step.pieces, path))
            steps.append(Step(key=key, body=body, destination=step.destination, procedure=step.procedure))
        return steps

    def _add_question(self, section: Section) -> None:
        path = self._place(section)
        body, entries = take_list(section.content, read_choice, "- [label](#scenario-or-question)", self._findings)
        values = {
            "key": self._keys[section.line],
            "title": section.title,
            "body": self.blocks(read_blocks(body, self._findings), path),
            "choices": self._entries(Choice, entries, choice_key, path),
        }
        if question := self._findings.build(Question, values, section.line):
            self.questions.append(question)

    def _add_contact(self, section: Section) -> None:
        if section.title:
            self._findings.error(section.line, "`# Contact` has no title. Write the text on a line below it.")
        if self.contact:
            self._findings.error(section.line, "The file has two sections `# Contact`. Make them one.")
            return
        self._findings.lines[CONTACT] = section.line
        body, entries = take_list(section.content, read_checklist_item, "- [ ] label", self._findings)
        self.contact = Contact(
            body=tuple(self.blocks(read_blocks(body, self._findings), CONTACT)),
            checklist=tuple(self._entries(ChecklistItem, entries, item_key, CONTACT)),
        )

    def _entries(
        self, model: type[NodeT], entries: Sequence[Entry], derive: Callable[[str], str], node: str
    ) -> list[NodeT]:
        keys = fill_keys([entry.key for entry in entries], [derive(entry.label) for entry in entries])
        nodes = []
        for key, entry in zip(keys, entries, strict=True):
            self._findings.lines[node_path(node, key)] = entry.line
            values = {"key": key, "label": entry.label, **({} if entry.to is None else {"to": entry.to})}
            nodes.append(self._findings.build(model, values, entry.line))
        return [node for node in nodes if node]

    def _place(self, section: Section, scenario: str = "") -> str:
        """The path of a section's node."""
        key = self._keys[section.line]
        path = node_path(scenario, key) if scenario else key
        self._findings.lines[path] = section.line
        return path


def _keys(sections: Sequence[Section]) -> dict[int, str]:
    """By line: scenarios, fixes and questions share one scope."""
    keyed = [section for section in sections if section.kind not in {CONTACT_SECTION, OTHER}]
    derived = [slugify_key(section.title) or slugify_key(section.kind) for section in keyed]
    keys = fill_keys([section.key for section in keyed], derived, reserved=RESERVED_KEYS)
    return {section.line: key for section, key in zip(keyed, keys, strict=True)}


def _with_fixes(sections: Sequence[Section]) -> list[tuple[Section | None, list[Section]]]:
    """Each level 1 section with the fixes below it; at first those that stand below none."""
    groups: list[tuple[Section | None, list[Section]]] = [(None, [])]
    for section in sections:
        if section.kind in ROLES:
            groups[-1][1].append(section)
        else:
            groups.append((section, []))
    return groups
