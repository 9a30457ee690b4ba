"""An article file becomes its document, or problems that name their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.factory import HEADER, HEADER_LINES, make_text
from tests.documents.strategies import FEW, HOSTILE_VALUES, documents, files
from tests.documents.test_printing import EVERYTHING
from troubleshooting.documents import limits
from troubleshooting.documents.markdown import Parsed, parse, print_document
from troubleshooting.documents.paths import passages
from troubleshooting.documents.schema import (
    ArticleDocument,
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

FIX = "# Scenario: S\n\n## Fix: F\n\n"


def read(body: str) -> ArticleDocument:
    parsed = parse(HEADER + body)
    assert parsed.problems == ()
    assert parsed.document is not None
    return parsed.document


def read_fix(body: str) -> Fix:
    return read(FIX + body).scenarios[0].fixes[0]


def problems_of(text: str) -> list[tuple[int | None, str]]:
    """Lines are counted from the first below the header."""
    parsed = parse(text)
    assert parsed.document is None
    offset = HEADER_LINES if text.startswith(HEADER) else 0
    return [(problem.line and problem.line - offset, problem.message) for problem in parsed.problems]


def test_every_kind_of_node_is_read() -> None:
    document = parse(EVERYTHING).document
    assert document == ArticleDocument(
        title="Error 324: no accounts",
        slug="error-324",
        codes=("324", "FDP-324"),
        topic="bank-connections",
        products=("ledger",),
        publisher="Intuit",
        summary="One sentence.",
        body=(
            Text(markdown="Before the scenarios."),
            Callout(kind="important", title="One person", markdown="- Only one.\n- And *all accounts*."),
        ),
        scenarios=(
            Scenario(
                key="new-details",
                title="New details",
                body=make_text("Why."),
                fixes=(
                    Fix(
                        key="reconnect",
                        title="Reconnect",
                        body=(Callout(kind="before", markdown="Wait."),),
                        steps=(
                            Step(key="sign-in", body=make_text("Sign in.")),
                            Step(
                                key="list",
                                body=(
                                    Text(markdown="Open the list."),
                                    Callout(kind="note", markdown="It is long."),
                                    Text(markdown="```\n1. no step\n```"),
                                ),
                                destination="bank-transactions",
                            ),
                            Step(key="sign-in-2", body=make_text("Sign in.")),
                        ),
                        outcome=make_text("Done."),
                    ),
                    Fix(key="start-over", title="Start over", role=FixRole.FALLBACK),
                ),
            ),
        ),
        questions=(
            Question(
                key="change",
                title="What changed?",
                body=make_text("Look at the card."),
                choices=(
                    Choice(key="number", label="The number", to="new-details"),
                    Choice(key="unsure", label="I'm not sure", to="contact"),
                ),
            ),
        ),
        contact=Contact(
            body=make_text("Have this ready."),
            checklist=(
                ChecklistItem(key="name-of-the-bank", label="Name of the bank"),
                ChecklistItem(key="account-type", label="Type of account"),
            ),
        ),
    )


def test_sections_may_stand_in_any_order() -> None:
    document = read(
        "# Contact\n\nC\n\n# Question: Q\n\n- [x](#s)\n\n# Scenario: S\n\n# Question: R\n\n- [y](#s)\n\n# Scenario: T\n"
    )
    assert [scenario.title for scenario in document.scenarios] == ["S", "T"]
    assert [question.title for question in document.questions] == ["Q", "R"]
    assert document.contact.body == make_text("C")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("## fix : F", FixRole.PRIMARY),
        ("##   FALLBACK: F ##", FixRole.FALLBACK),
        ("## Follow-up: F", FixRole.FOLLOW_UP),
        ("## follow up: F", FixRole.FOLLOW_UP),
    ],
)
def test_headings_are_read_in_any_case(heading: str, role: FixRole) -> None:
    [fix] = read(f"# SCENARIO: S\n{heading}\n").scenarios[0].fixes
    assert (fix.title, fix.role) == ("F", role)


def test_titles_and_labels_are_read_as_plain_text() -> None:
    document = read("# Scenario: **Bold** [link](x) `code` &amp; \\# {#key}\n\n# Question: Q\n\n- [*a* \\] b](#key)\n")
    assert document.scenarios[0].title == "Bold link code & #"
    assert document.questions[0].choices[0].label == "a ] b"


def test_headings_lists_and_keys_in_code_and_quotes_are_text() -> None:
    markdown = "```\n# Scenario: no {#no}\n1. no\n```\n\n> # Scenario: no\n\n    # Scenario: no"
    document = read(f"# Scenario: S\n\n{markdown}\n")
    assert document.scenarios == (Scenario(key="s", title="S", body=make_text(markdown)),)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_marks_of_other_systems_do_not_matter(line_end: str) -> None:
    assert parse("\ufeff" + EVERYTHING.replace("\n", line_end)).document == parse(EVERYTHING).document


def test_a_header_may_stand_below_blank_lines() -> None:
    assert parse("\n\n" + EVERYTHING).document == parse(EVERYTHING).document


@pytest.mark.parametrize("value", ["0123", "1:30", "no", "2024-01-31", "~", "1e3"])
def test_header_values_are_text_whatever_yaml_makes_of_them(value: str) -> None:
    document = parse(
        HEADER.replace("summary: It helps.", f"summary: {value}\ncodes: [{value}]\npublisher: {value}")
    ).document
    assert document is not None
    assert (document.summary, document.codes, document.publisher) == (value, (value,), value)


def test_a_single_value_stands_for_a_list_and_an_empty_one_for_none() -> None:
    document = parse(HEADER.replace("---\ntitle", "---\ncodes: 324\nproducts:\npublisher:\ntitle")).document
    assert document is not None
    assert (document.codes, document.products, document.publisher) == (("324",), (), "")


def test_a_folded_summary_becomes_one_line() -> None:
    document = parse(HEADER.replace("summary: It helps.", "summary: >\n  One\n  sentence.")).document
    assert document is not None
    assert document.summary == "One sentence."


@pytest.mark.parametrize("mark", ["1.", "1)", "  1.", "9.", "1.  ", "1.\t"])
def test_the_first_numbered_list_of_a_fix_is_its_steps(mark: str) -> None:
    fix = read_fix(f"No step\n\n{mark} One\n\n> [!TIP]\n> Later.\n\n1. no step either\n")
    assert fix.body == make_text("No step")
    assert [step.body for step in fix.steps] == [make_text("One")]
    assert fix.outcome == (Callout(kind="tip", markdown="Later."), Text(markdown="1. no step either"))


def test_a_step_holds_whatever_is_indented_below_it() -> None:
    [step] = read_fix(
        "1. One\n   more\n\n   - a\n     - b\n\n   | t | u |\n   |---|---|\n\n   ```\n   \tcode\n\n   ```\n"
    ).steps
    assert step.body == make_text("One\nmore\n\n- a\n  - b\n\n| t | u |\n|---|---|\n\n```\n\tcode\n\n```")


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("1.\n   Below", "Below"),
        ("1.\n     Below", "Below"),
        ("1.\tTab\n\n\tmore", "Tab\n\nmore"),
        ("1. Tab\n\n \tmore", "Tab\n\n more"),
        ("1.     code", "    code"),
        ("1. lazy\ncontinuation", "lazy\ncontinuation"),
        ("1. hard  \n   break", "hard  \nbreak"),
        ("1. > quote\n   > more", "> quote\n> more"),
        ("1.\n    [a]: /b", "[a]: /b"),
        ("1. [a]:\n   [b](destination:c)", "[a]:\n[b](destination:c)"),
        ("1. 1. nested", "1. nested"),
        ("1. ends with {#a} word", "ends with {#a} word"),
        ("1. first\n   {#a}", "first\n{#a}"),
        ("1. escaped \\{#a}", "escaped \\{#a}"),
        ("1. glued{#a}", "glued{#a}"),
    ],
)
def test_the_text_of_a_step_is_what_stands_in_its_list_item(written: str, markdown: str) -> None:
    [step] = read_fix(f"{written}\n").steps
    assert step.body == make_text(markdown)


@pytest.mark.parametrize(
    "written", ["1. One {#k}", "1. {#k}\n   One", "1. {#k}\n\n   One", "1.\n   One   {#k}  ", "1.\tOne\t{#k}"]
)
def test_a_key_ends_the_first_line_of_a_step(written: str) -> None:
    [step] = read_fix(f"{written}\n").steps
    assert step.key == "k"
    assert step.body[0].markdown.strip() == "One"


@pytest.mark.parametrize(
    "written",
    [
        "1. Open.\n\n   [Take me there](destination:list)",
        "1. Open.\n   [Take me there](destination:list)",
        "1. Open. {#open}\n\n   [Any [other]\\] label](destination:list)  ",
        "1. Open.\n\n   [](destination:list)\n\n2. Next.",
    ],
)
def test_a_step_leads_to_the_destination_in_its_last_line(written: str) -> None:
    step = read_fix(f"{written}\n".replace("[other]", "")).steps[0]
    assert step == Step(key="open", body=make_text("Open."), destination="list")


def test_a_destination_is_not_taken_from_the_middle_of_a_step() -> None:
    [step] = read_fix("1. [Take me there](destination:list) now.\n").steps
    assert step.destination is None


@pytest.mark.parametrize(
    ("written", "callout"),
    [
        ("> [!NOTE]\n> Text", Callout(kind="note", markdown="Text")),
        (">[!tip]   Own *title*  \n>Text", Callout(kind="tip", title="Own title", markdown="Text")),
        ("> [!CAUTION]\n>\n> Text\n> ", Callout(kind="warning", markdown="Text")),
        ("   > [!BEFORE]\n   >   - a\n   >     b", Callout(kind="before", markdown="  - a\n    b")),
        (">\t[!IMPORTANT]\n>\tText\nlazy", Callout(kind="important", markdown="  Text\nlazy")),
        ("> [!WARNING]\n> > [!NOTE]\n> > nested", Callout(kind="warning", markdown="> [!NOTE]\n> nested")),
    ],
)
def test_a_quote_that_begins_with_its_kind_is_a_callout(written: str, callout: Callout) -> None:
    assert read(f"Before\n\n{written}\n\nAfter\n").body == (Text(markdown="Before"), callout, Text(markdown="After"))


@pytest.mark.parametrize(
    "quote",
    ["> Quote", "> text [!NOTE]", "> [!NOTE]: /url", "> [!NOTE](x)", "> > [!NOTE]\n> > x", "- > [!NOTE]\n  > x"],
)
def test_other_quotes_are_text(quote: str) -> None:
    assert read(f"{quote}\n").body == make_text(quote)


def test_the_last_list_of_links_is_the_choices() -> None:
    [question] = read(
        "# Question: Q\n\n- [help](#a)\n- [more](https://b)\n\n* [Yes](#a) {#y}\n* [No,\n  never](#contact)\n"
    ).questions
    assert question.body == make_text("- [help](#a)\n- [more](https://b)")
    assert question.choices == (
        Choice(key="y", label="Yes", to="a"),
        Choice(key="no-never", label="No, never", to="contact"),
    )


def test_lists_of_other_links_are_no_choices() -> None:
    markdown = "- [help](https://example.org)\n- [more](/articles/)"
    assert read(f"# Question: Q\n\n{markdown}\n").questions == (Question(key="q", title="Q", body=make_text(markdown)),)


def test_a_ticked_item_belongs_to_the_checklist_too() -> None:
    assert [item.label for item in read("# Contact\n\n- [ ] One\n- [x] *Two*\n").contact.checklist] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no header"),
        ("# Scenario: S", 1, "no header"),
        ("\n\n---\ntitle: T\n", 3, "no end"),
        ("---\n---\n", 1, "no `title`"),
        ("---\ntitle: a\nslug: b: c\n---\n", 3, "not valid YAML"),
        ("---\n- a\n---\n", 2, "behind its name"),
        ("---\nslug: a\ntitle:\n  - [a]\n---\n", 4, "list in a list"),
        ("---\ntitle: *b\n---\n", 2, "not valid YAML"),
        ('---\ntitle: "open\n---\n', 2, "not valid YAML"),
        (HEADER.replace("title: Error", "title: [a]\n#"), 2, "not a list"),
        (HEADER.replace("slug: error-324", "slug: Error 324"), 3, "The slug cannot be `Error 324`"),
        (HEADER.replace("slug: error-324", "slug: " + "a" * 61), 3, "longer than 60"),
        (HEADER.replace("topic:", "products: [a, B]\ntopic:"), 4, "The product cannot be `B`"),
        (HEADER.replace("topic:", "produtcs: x\ntopic:"), 4, "no field `produtcs`. Its fields are `title`, `slug`"),
        (HEADER.replace("topic:", "slug: other\ntopic:"), 4, "`slug` twice"),
        (HEADER.replace("summary: It", "summary: |\n  two\n  lines It"), 5, "on one line"),
        (HEADER.replace("It helps.", '"a\\0b"'), 5, "invisible"),
    ],
)  # fmt: skip
def test_problems_of_the_header_name_their_line(text: str, line: int, words: str) -> None:
    found = [(problem.line, problem.message) for problem in parse(text).problems]
    assert any(at == line and words in message for at, message in found), found


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("text\n# Other\n", 2, "Unknown section “Other”"),
        ("\n## Symptoms\n", 2, "Unknown section “Symptoms”"),
        ("# Scenario S\n", 1, "Unknown section"),
        ("## Scenario: S\n", 1, "`# Scenario: …`"),
        ("# Scenario: S\n# Fix: F\n", 2, "`## Fix: …`"),
        ("Scenario: S\n===\n", 1, "empty line between"),
        ("some text\n---\n", 1, "empty line between"),
        ("# Scenario: \n", 1, "title is empty"),
        ("# Scenario: {#a}\n", 1, "title is empty"),
        (f"# Scenario: {'x' * 201}\n", 1, "longer than 200"),
        ("# Scenario: S {#No}\n", 1, "`No` cannot be a key"),
        ("# Scenario: S {#}\n", 1, "cannot be a key"),
        ("## Fix: F\n", 1, "belongs to no scenario"),
        ("# Question: Q\n\n## Fallback: F\n", 3, "belongs to no scenario"),
        ("# Contact: us\n", 1, "has no title"),
        ("# Contact\n\n# Contact\n", 3, "two sections `# Contact`"),
        ("> [!DANGER]\n> x\n", 1, "no callout `[!DANGER]`"),
        ("x\n\n> [!NOTE] title\n\ny\n", 3, "says nothing"),
        (f"> [!NOTE] {'x' * 201}\n> y\n", 1, "longer than 200"),
        ("x\n\n```sh\n# no end\n", 3, "never closed"),
        ("x\n\n```sh\n# no end", 3, "never closed"),
        (f"{FIX}1. a\n\n   ~~~\n   x\n2. b\n", 7, "never closed"),
        (f"{FIX}1. a {{#A}}\n", 5, "`A` cannot be a key"),
        (f"{FIX}1. a\n\n   [x](destination:B)\n", 7, "`B` cannot be a key"),
        (f"{FIX}1. a\n\n  too shallow\n", 7, "Indent this by 3 spaces"),
        (f"{FIX}9. a\n10. b\n\n   too shallow\n", 8, "Indent this by 4 spaces"),
        (f"{FIX}9. a\n10. b\n\nbetween\n\n11. c\n", 10, "Step 11 is cut off"),
        ("# Question: Q\n\n- [a](#b)\n- c\n", 4, "`- [label](#scenario-or-question)`"),
        ("# Question: Q\n\n- [a](#b)\n\nmore\n", 5, "Nothing may follow"),
        ("# Question: Q\n\n- [a](#b) {#B}\n", 3, "`B` cannot be a key"),
        ("# Question: Q\n\n- [a](#B)\n", 3, "target cannot be `B`"),
        ("# Question: Q\n\n- [](#b)\n", 3, "label is empty"),
        ("# Contact\n\n- [ ] a\n- b\n", 4, "`- [ ] label`"),
        ("# Contact\n\n- [ ]\n", 3, "label is empty"),
        ("x\n\n" + "> " * 30 + "deep\n", 3, "nested too deeply"),
        (f"{FIX}1.\n    - unevenly indented\n", 5, "reads differently"),
        ("x\ny\0z\n", 2, "U+0000"),
        ("x\ny\x07z\n", 2, "U+0007"),
        ("x\ny\ud800z\n", 2, "U+D800"),
        ("x\ny\ufeffz\n", 2, "U+FEFF"),
    ],
)  # fmt: skip
def test_problems_of_the_body_name_their_line(body: str, line: int, words: str) -> None:
    [(at, message)] = problems_of(HEADER + body)
    assert (at, words in message) == (line, True), (at, message)


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = HEADER.replace("slug: error-324", "slug: No") + "# What\n\n# Scenario: \n\n> [!OTHER]\n> x\n"
    lines = [problem.line for problem in parse(text).problems]
    assert lines == [3, 7, 9, 11]


def test_a_file_of_anything_else_gets_a_hundred_problems_and_their_number() -> None:
    problems = parse(HEADER + "# x\n" * 500).problems
    assert len(problems) == 101
    assert "400 more" in problems[-1].message


def test_what_could_be_read_is_there_in_spite_of_errors() -> None:
    parsed = parse(EVERYTHING.replace("## Fallback", "## Other"))
    assert parsed.document is None
    assert parsed.partial is not None
    assert [fix.key for fix in parsed.partial.scenarios[0].fixes] == ["reconnect"]


def test_an_unknown_section_does_not_hand_its_fixes_to_the_scenario_above() -> None:
    parsed = parse(HEADER + "# Scenario: S\n\n# Senario: T\n\n## Fix: F\n")
    assert [problem.line for problem in parsed.problems] == [HEADER_LINES + 3]
    assert parsed.partial is not None
    assert parsed.partial.scenarios[0].fixes == ()


def test_more_of_everything_than_can_be_published_is_read() -> None:
    document = read("# Scenario: S\n" * 60 + FIX + "1. x\n" * 90 + "# Question: Q\n" * 1200)
    assert (len(document.scenarios), len(document.questions)) == (61, 1200)


def test_a_file_that_is_too_big_is_refused_unread() -> None:
    [problem] = parse(HEADER + "é" * (limits.DOCUMENT_BYTES // 2)).problems
    assert "262,144 are the limit" in problem.message


@given(documents())
@settings(FEW, max_examples=20)
def test_the_line_of_every_block_is_known(document: ArticleDocument) -> None:
    text = print_document(document)
    lines = text.split("\n")
    parsed = parse(text)
    for passage in passages(document):
        for index, block in enumerate(passage.blocks):
            assert block.markdown.split("\n")[0] in lines[parsed.lines[passage.path(index)] - 1]


def test_the_lines_of_nodes_and_header_fields_are_known() -> None:
    lines = EVERYTHING.split("\n")
    places = {path: lines[line - 1] for path, line in parse(EVERYTHING).lines.items() if "#" not in path}
    assert places == {
        "": "---",
        "@title": 'title: "Error 324: no accounts"',
        "@slug": "slug: error-324",
        "@codes": "codes:",
        "@codes/324": '  - "324"',
        "@codes/FDP-324": "  - FDP-324",
        "@topic": "topic: bank-connections",
        "@products": "products:",
        "@products/ledger": "  - ledger",
        "@publisher": "publisher: Intuit",
        "@summary": "summary: One sentence.",
        "new-details": "# Scenario: New details {#new-details}",
        "new-details/reconnect": "## Fix: Reconnect {#reconnect}",
        "new-details/reconnect/sign-in": "1. Sign in.",
        "new-details/reconnect/list": "2. Open the list. {#list}",
        "new-details/reconnect/sign-in-2": "3. Sign in.",
        "new-details/start-over": "## Fallback: Start over {#start-over}",
        "change": "# Question: What changed? {#change}",
        "change/number": "- [The number](#new-details) {#number}",
        "change/unsure": "- [I'm not sure](#contact) {#unsure}",
        "contact": "# Contact",
        "contact/name-of-the-bank": "- [ ] Name of the bank",
        "contact/account-type": "- [ ] Type of account {#account-type}",
    }


def says_what_is_wrong(parsed: Parsed) -> bool:
    return parsed.document is not None or any(problem.severity == "error" for problem in parsed.problems)


@given(st.text() | st.text(st.characters(exclude_categories=())).map(lambda text: HEADER + text) | files())
@settings(max_examples=200)
def test_no_text_is_too_odd_to_be_parsed(text: str) -> None:
    assert says_what_is_wrong(parse(text))


@given(st.lists(st.sampled_from([*HOSTILE_VALUES, "title", "slug", "codes", ": ", "\n", "  ", "- ", "[", "]", "---"])))
@settings(max_examples=200)
def test_no_header_is_too_odd_to_be_parsed(parts: list[str]) -> None:
    assert says_what_is_wrong(parse(f"---\n{''.join(parts)}\n---\n"))


@pytest.mark.parametrize("unit", ["[", "> ", "- ", "1. ", "#", "*a ", "`", "\t", " ", "{#a} ", "[!NOTE] ", "\\", "[a](b", "![", "> [!NOTE]\n", "1.\n", "# Scenario: a\n", "&", "~~~\n", "|-\n", "\0", "a: ", "? "])  # fmt: skip
def test_a_lot_of_the_same_neither_crashes_nor_hangs(unit: str) -> None:
    repeated = unit * (limits.DOCUMENT_BYTES // 8 // len(unit))
    assert says_what_is_wrong(parse(HEADER + repeated))
    assert says_what_is_wrong(parse(f"---\na: {repeated}\n---\n"))
