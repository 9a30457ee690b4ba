"""Documents and files for property tests: every kind of block, and text that tries to be something else."""

from collections.abc import Sequence

from hypothesis import Phase, settings
from hypothesis import strategies as st

from troubleshooting.documents.keys import choice_key, fill_keys, item_key, slugify_key, step_key
from troubleshooting.documents.schema import (
    RESERVED_KEYS,
    ArticleDocument,
    Block,
    Blocks,
    Callout,
    ChecklistItem,
    Choice,
    Contact,
    Fix,
    FixRole,
    Question,
    Scenario,
    Step,
    Text,
)

FEW = settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""For whole documents: to make a failing one smaller takes minutes and tells little more."""

HOSTILE_LINES = [
    "<script>alert(1)</script>",
    "[x](y)",
    "a](b) [c",
    "![x](y)",
    "[x]",
    "[ ] not a box",
    "ends with a key {#a}",
    "{#a}",
    "{#Not A Key}",
    "# Scenario: no",
    "C#",
    "#",
    "back\\slash and \\*star\\*",
    "\\",
    "*not* _this_ `code` ~~gone~~",
    "snake_case_name * 2 < 3 > 1 & more",
    "&amp; &#35; &copy",
    "<https://example.org>",
    "https://example.org/a_b_c?d=1&e=2",
    "“quotes” 'and' \"more\"",
    "Fix: with a colon: twice",
    "> quoted",
    "1. numbered",
    "- bulleted",
    "---",
    "| a | b |",
    "```",
    "`one tick",
    "I’m not sure",
    "tab\there and  two  spaces",
    "non-breaking\u00a0space and line\u2028separator",
    "مرحبا بالعالم \u202eabc",
    "emoji 🙂👩\u200d🔧 and e\u0301",
    "ΑΒΓ ошибка 错误 오류",
    "ẞß æØł",
    "!",
    "[!NOTE]",
    "[a]: b",
    "x" * 200,
    "[" * 60,
]
HOSTILE_VALUES = [
    "324", "0123", "1:30", "0x80070005", "1e3", ".inf", "550 5.7.64", "no", "null", "~", "2024-01-31", "- a", "? b", "a: b",
    "a #b", "# a", "'q'", '"q"', "it's", "é", "@a", "`a`", "{a}", "[a]", "%a", "!a", "&a", "*a", "|", ">", "a\\b", "🙂", "a,b", "=",
]  # fmt: skip
PARAGRAPHS = [
    "Plain words.",
    "Two lines\nof one paragraph.",
    "A hard  \nbreak and another\\\none.",
    "Some **strong**, *soft*, `code` and ~~gone~~ words.",
    '[A link](https://example.org/a_(b) "t"), an ![image](/static/a.png) and <https://example.org>.',
    "A key {#inside} a line, and one at its end {#key}",
    "Second line ends\nwith a key {#key}",
    "{#key}",
    "Escaped \\# \\* \\{#key}",
    "#hash and # Scenario: in a line",
    "Not a [Take me there](destination:key) alone.",
    "See the [shared steps](procedure:key) first.",
    "A > b and 1. c and - d",
    "<b>raw</b> &amp; <!-- html -->",
    "\\# Scenario: escaped",
    "مرحبا 🙂 non-breaking\u00a0space",
    "ends with backslash \\",
    '[reference]: /url "title"',
    "Table | without | rules",
    "3\\. no list",
]
LISTS = [
    "- a\n- b",
    "* a\n\n  Second paragraph.\n* b",
    "- a\n  - b\n    - c\n      1. d",
    "- [a link](#somewhere)\n- b",
    "- a {#key}\n- [ ] b",
    "+ a\n\n      code in a list\n+ b",
    "- a\n\n  > [!NOTE] Deeper\n  > stays text",
    "- a\n  ```\n  # Scenario: in a fence\n  ```",
    "-\n- an empty item above",
]
NUMBERED_LISTS = ["1. a\n2. b", "1) a\n   1. b\n2) c", "70. a\n\n    Second paragraph.\n71. b {#key}"]
CODE = [
    "```\n# Scenario: in a fence {#key}\n1. no step\n> [!NOTE]\n{#key}\n```",
    "```bash {#key}\necho hi\n\n\ttab\n   \n```",
    "~~~~\n```\nnot closed inside\n~~~~",
    "    # Scenario: indented\n\n    1. code {#key}",
]
TABLES = ["| a | b |\n|---|--:|\n| 1 | `x \\| y` |\n| [c](d) {#key} | **e** |", "a | b\n- | -\n1 | 2"]
OTHER = ["### A heading {#key}", "> A quote\n> > in a quote\n> - and a list", "***", "#### Four\nand a line"]
ANYTHING = [*PARAGRAPHS, *LISTS, *NUMBERED_LISTS, *CODE, *TABLES, *OTHER]

_VISIBLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")


def lines(max_size: int = 200) -> st.SearchStrategy[str]:
    free = st.text(_VISIBLE, min_size=1, max_size=40).map(str.strip)
    return st.one_of(st.sampled_from(HOSTILE_LINES), free).map(lambda line: line[:max_size].strip()).filter(bool)


def markdown(*, numbered: bool = True) -> st.SearchStrategy[str]:
    """The text of a block as a file would hold it."""
    known = [part for part in ANYTHING if numbered or part not in NUMBERED_LISTS]
    return st.lists(st.sampled_from(known), min_size=1, max_size=3).map("\n\n".join)


def callouts() -> st.SearchStrategy[Callout]:
    kinds = st.sampled_from(["note", "important", "tip", "warning", "before"])
    return st.builds(Callout, kind=kinds, title=st.just("") | lines(), markdown=markdown())


@st.composite
def blocks(draw: st.DrawFn, *, numbered: bool = True, max_size: int = 3) -> Blocks:
    """Text and callouts; two texts never stand side by side, because a file cannot tell them apart."""
    text = st.builds(Text, markdown=markdown(numbered=numbered))
    drawn: list[Block] = draw(st.lists(text | callouts(), max_size=max_size))
    return tuple(
        block
        for before, block in zip([None, *drawn], drawn, strict=False)
        if not (isinstance(before, Text) and isinstance(block, Text))
    )


def outcomes() -> st.SearchStrategy[Blocks]:
    """Right below a numbered list, an indented line belongs to the list."""
    return blocks(max_size=2).filter(lambda drawn: not drawn or not drawn[0].markdown.startswith(" "))


PROCEDURE_KEYS = ["sign-in-again", "sign", "restart", "2", "step", "x" * 60]
_KEYS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


def keys_for(draw: st.DrawFn, derived: Sequence[str], *, reserved: Sequence[str] = ()) -> tuple[str, ...]:
    """Some as an editor chose them, some as they follow from the text."""
    chosen = draw(st.lists(_KEYS, min_size=len(derived), max_size=len(derived), unique=True))
    which = draw(st.lists(st.booleans(), min_size=len(derived), max_size=len(derived)))
    given = [key if taken and key not in reserved else None for key, taken in zip(chosen, which, strict=True)]
    return fill_keys(given, derived, reserved=reserved)


@st.composite
def steps(draw: st.DrawFn, *, max_size: int = 12) -> tuple[Step, ...]:
    bodies = draw(st.lists(blocks(max_size=2), max_size=max_size))
    procedures = [draw(st.none() | st.sampled_from(PROCEDURE_KEYS)) for _ in bodies]
    derived = [step_key([block.markdown for block in body], key) for body, key in zip(bodies, procedures, strict=True)]
    destinations = st.none() | _KEYS
    return tuple(
        Step(key=key, body=body, destination=draw(destinations), procedure=procedure)
        for key, body, procedure in zip(keys_for(draw, derived), bodies, procedures, strict=True)
    )


@st.composite
def fixes(draw: st.DrawFn, key: str, title: str) -> Fix:
    made = draw(steps())
    return Fix(
        key=key,
        title=title,
        role=draw(st.sampled_from(FixRole)),
        body=draw(blocks(numbered=False, max_size=2)),
        steps=made,
        outcome=draw(outcomes()) if made else (),
    )


@st.composite
def questions(draw: st.DrawFn, key: str, title: str) -> Question:
    labels = draw(st.lists(lines(), min_size=1, max_size=4))
    choices = [
        Choice(key=choice, label=label, to=draw(_KEYS))
        for choice, label in zip(keys_for(draw, [choice_key(label) for label in labels]), labels, strict=True)
    ]
    return Question(key=key, title=title, body=draw(blocks(max_size=2)), choices=tuple(choices))


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    labels = draw(st.lists(lines(), max_size=4))
    keys = keys_for(draw, [item_key(label) for label in labels])
    checklist = tuple(ChecklistItem(key=key, label=label) for key, label in zip(keys, labels, strict=True))
    return Contact(body=draw(blocks(max_size=2)) if checklist else (), checklist=checklist)


@st.composite
def documents(draw: st.DrawFn) -> ArticleDocument:
    """Any document whose text is as a file holds it; whether it makes a good article is another matter."""
    fix_counts = draw(st.lists(st.integers(0, 2), max_size=2))
    question_count = draw(st.integers(0, 2))
    count = len(fix_counts) + sum(fix_counts) + question_count
    titles = draw(st.lists(lines(), min_size=count, max_size=count))
    derived = [slugify_key(title) or "node" for title in titles]
    nodes = iter(zip(keys_for(draw, derived, reserved=sorted(RESERVED_KEYS)), titles, strict=True))
    scenarios = []
    for fix_count in fix_counts:
        key, title = next(nodes)
        made = tuple(draw(fixes(*next(nodes))) for _ in range(fix_count))
        scenarios.append(Scenario(key=key, title=title, body=draw(blocks(max_size=2)), fixes=made))
    value = st.sampled_from(HOSTILE_VALUES) | lines(100)
    return ArticleDocument(
        title=draw(value),
        slug=draw(_KEYS),
        codes=tuple(draw(st.lists(value, max_size=3))),
        topic=draw(_KEYS),
        products=tuple(draw(st.lists(_KEYS, max_size=2))),
        publisher=draw(st.just("") | value),
        summary=draw(value),
        body=draw(blocks(max_size=2)),
        scenarios=tuple(scenarios),
        questions=tuple(draw(questions(*next(nodes))) for _ in range(question_count)),
        contact=draw(contacts()),
    )


_MARKS = ["", " ", "  ", "   ", "    ", "\t", "> ", ">", "- ", "1. ", "10. ", "   > ", "      "]
_FILE_LINES = [
    "", "text", "- a", "* b", "1. x", "1) y", "2. z", "10. w", "- [a](#b)", "* [l](#m) {#n}", "- [ ] item", "-", "1.", "```",
    "~~~", "# Scenario: s", "# Question: q {#q}", "## Fix: f", "## Fallback: g {#g}", "# Contact", "# Other", "### h", "---",
    "===", "> q", "> [!NOTE]", "> [!TIP] t {#x}", "> [!OTHER]", "[r]: /u", "[d](destination:k)", "[p](procedure:k)", "{#k}", "a {#k}", "a  ", "a\\",
    "| a | b |", "|---|---|", "<b>", "    code", "![i](/x)", "\u00a0", "\0", "\x0c", "\ud800",
]  # fmt: skip
HEADER = "---\ntitle: T\nslug: s\ntopic: t\nsummary: S\n---\n"


def files() -> st.SearchStrategy[str]:
    """Lines that mean something in an article file, in any order and depth."""
    line = st.tuples(st.sampled_from(_MARKS), st.sampled_from(_FILE_LINES)).map("".join)
    start = st.sampled_from(["", HEADER, f"{HEADER}# Scenario: s\n## Fix: f\n", f"{HEADER}# Question: s\n"])
    return st.builds("{}{}".format, start, st.lists(line, max_size=25).map("\n".join))
