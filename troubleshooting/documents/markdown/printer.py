"""A document printed as its article file."""

from collections.abc import Iterator, Sequence

from troubleshooting.documents.commonmark import escape, spans
from troubleshooting.documents.keys import item_key, needed_keys, step_key
from troubleshooting.documents.markdown.header import print_header
from troubleshooting.documents.markdown.marks import DESTINATION_LABEL, KEY_AT_END, procedure_label
from troubleshooting.documents.markdown.sections import CONTACT_SECTION, QUESTION, ROLES, SCENARIO, heading_line
from troubleshooting.documents.schema import (
    ArticleDocument,
    Block,
    Blocks,
    Callout,
    ChecklistItem,
    Contact,
    Fix,
    Question,
    Scenario,
    Step,
    Text,
)

_WORDS = {role: word for word, role in ROLES.items()}


def print_document(document: ArticleDocument) -> str:
    """The file of a document, always in the same order and form."""
    chunks = [
        print_header(document),
        *_blocks(document.body),
        *(chunk for scenario in document.scenarios for chunk in _scenario(scenario)),
        *(chunk for question in document.questions for chunk in _question(question)),
        *_contact(document.contact),
    ]
    return "\n\n".join(chunks) + "\n"


def print_blocks(blocks: Blocks) -> str:
    """The Markdown of one passage."""
    return "\n\n".join(_blocks(blocks))


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield _heading(SCENARIO, scenario)
    yield from _blocks(scenario.body)
    for fix in scenario.fixes:
        yield _heading(_WORDS[fix.role], fix)
        yield from _blocks(fix.body)
        if fix.steps:
            yield print_steps(fix.steps, fix.outcome)
        yield from _blocks(fix.outcome)


def _question(question: Question) -> Iterator[str]:
    yield _heading(QUESTION, question)
    yield from _blocks(question.body)
    if question.choices:
        mark = _bullet_after(question.body)
        yield "\n".join(f"{mark} [{escape(c.label)}](#{c.to}) {_key(c.key)}" for c in question.choices)


def _contact(contact: Contact) -> Iterator[str]:
    if contact.body or contact.checklist:
        yield heading_line(CONTACT_SECTION)
    yield from _blocks(contact.body)
    if contact.checklist:
        mark = _bullet_after(contact.body)
        labels = [escape(item.label) for item in contact.checklist]
        lines = _with_keys(labels, contact.checklist, [item_key(item.label) for item in contact.checklist])
        yield "\n".join(f"{mark} [ ] {line}" for line in lines)


def print_steps(steps: Sequence[Step], outcome: Blocks = ()) -> str:
    """The numbered list of a fix, whose outcome stands below it, or of a shared procedure."""
    contents = [_step(step).split("\n") for step in steps]
    first_lines = _with_keys(
        [lines[0] for lines in contents],
        steps,
        [step_key([block.markdown for block in step.body], step.procedure) for step in steps],
    )
    delimiter = _delimiter_before(outcome)
    printed: list[str] = []
    for number, (first_line, lines) in enumerate(zip(first_lines, contents, strict=True), start=1):
        mark = f"{number}{delimiter} "
        printed.append(mark + first_line)
        printed += [" " * len(mark) + line if line else "" for line in lines[1:]]
    return "\n".join(printed)


def _step(step: Step) -> str:
    chunks = list(_blocks(step.body))
    if step.procedure:
        chunks.append(f"[{procedure_label(step.procedure)}](procedure:{step.procedure})")
    if step.destination:
        chunks.append(f"[{DESTINATION_LABEL}](destination:{step.destination})")
    return "\n\n".join(chunks)


def _with_keys(lines: Sequence[str], nodes: Sequence[Step | ChecklistItem], derived: Sequence[str]) -> Iterator[str]:
    """Lines with the keys that would not be derived, and wherever the line's own end could be taken for a key."""
    ambiguous = {position for position, line in enumerate(lines) if not line or KEY_AT_END.search(line)}
    for line, key in zip(lines, needed_keys([node.key for node in nodes], derived, always=ambiguous), strict=True):
        if key is None:
            yield line
        else:
            yield f"{line} {_key(key)}" if line else _key(key)


def _blocks(blocks: Blocks) -> Iterator[str]:
    return (_block(block) for block in blocks)


def _block(block: Block) -> str:
    if not isinstance(block, Callout):
        return block.markdown
    title = f" {escape(block.title)}" if block.title else ""
    lines = (f"> {line}" if line else ">" for line in block.markdown.split("\n"))
    return "\n".join([f"> [!{block.kind.upper()}]{title}", *lines])


def _heading(word: str, node: Scenario | Fix | Question) -> str:
    return f"{heading_line(word, escape(node.title))} {_key(node.key)}"


def _key(key: str) -> str:
    return f"{{#{key}}}"


def _bullet_after(blocks: Blocks) -> str:
    """Another bullet than that of a list right above, which would take the items in."""
    last = spans(blocks[-1].markdown)[-1:] if blocks and isinstance(blocks[-1], Text) else []
    return "*" if last and last[0].kind == "bullet_list_open" and last[0].tokens[0].markup == "-" else "-"


def _delimiter_before(blocks: Blocks) -> str:
    """Another delimiter than that of a numbered list right below, whose items the steps would take in."""
    first = spans(blocks[0].markdown)[:1] if blocks and isinstance(blocks[0], Text) else []
    return ")" if first and first[0].kind == "ordered_list_open" and first[0].tokens[0].markup == "." else "."
