"""What is printed reads back as the same document."""

import pytest
from hypothesis import given, settings

from tests.documents.factory import make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, HOSTILE_LINES, HOSTILE_VALUES, documents, files
from troubleshooting.documents.markdown import normalize, parse, print_document
from troubleshooting.documents.schema import (
    ArticleDocument,
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

EVERYTHING = """\
---
title: "Error 324: no accounts"
slug: error-324
codes:
  - "324"
  - FDP-324
topic: bank-connections
products:
  - ledger
publisher: Intuit
summary: One sentence.
---

Before the scenarios.

> [!IMPORTANT] One person
> - Only one.
> - And *all accounts*.

# Scenario: New details {#new-details}

Why.

## Fix: Reconnect {#reconnect}

> [!BEFORE]
> Wait.

1. Sign in.
2. Open the list. {#list}

   > [!NOTE]
   > It is long.

   ```
   1. no step
   ```

   [Take me there](destination:bank-transactions)
3. Sign in.

Done.

## Fallback: Start over {#start-over}

# Question: What changed? {#change}

Look at the card.

- [The number](#new-details) {#number}
- [I'm not sure](#contact) {#unsure}

# Contact

Have this ready.

- [ ] Name of the bank
- [ ] Type of account {#account-type}
"""


def test_the_printed_file_has_one_form() -> None:
    parsed = parse(EVERYTHING)
    assert parsed.problems == ()
    assert parsed.document is not None
    assert print_document(parsed.document) == EVERYTHING


@settings(FEW, max_examples=30)
@given(documents())
def test_every_document_is_read_back_as_it_was_printed(document: ArticleDocument) -> None:
    parsed = parse(print_document(document))
    assert parsed.problems == ()
    assert parsed.document == document


@settings(max_examples=200)
@given(files())
def test_whatever_is_read_survives_printing(text: str) -> None:
    document = parse(text).document
    if document:
        printed = print_document(document)
        assert parse(printed).document == document
        assert print_document(document) == printed


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_hostile_titles_and_labels_stay_plain_text(line: str) -> None:
    document = make_document(
        scenarios=(
            Scenario(
                key="a",
                title=line,
                body=(Callout(kind="tip", title=line, markdown="x"),),
                fixes=(Fix(key="b", title=line),),
            ),
        ),
        questions=(Question(key="q", title=line, choices=(Choice(key="c", label=line, to="a"),)),),
        contact=Contact(checklist=(ChecklistItem(key="i", label=line),)),
    )
    assert parse(print_document(document)).document == document


@pytest.mark.parametrize("title", ["Error 324 & more", "C# isn't 100% done (yet)", "file_name *", "50 < 60", "[draft]"])
def test_ordinary_titles_are_printed_without_backslashes(title: str) -> None:
    assert f"# Scenario: {title} {{#a}}\n" in print_document(make_document(scenarios=(Scenario(key="a", title=title),)))


@pytest.mark.parametrize("value", HOSTILE_VALUES)
def test_header_values_that_yaml_reads_otherwise_stay_text(value: str) -> None:
    document = make_document(title=value, codes=(value,), publisher=value, summary=value)
    assert parse(print_document(document)).document == document


def test_header_values_are_quoted_only_where_they_must() -> None:
    printed = print_document(make_document(title="It's error 324", codes=("324", "FDP-324")))
    assert "title: It's error 324\n" in printed
    assert 'codes:\n  - "324"\n  - FDP-324\n' in printed


def test_steps_and_items_show_their_key_only_where_it_does_not_follow_from_the_text() -> None:
    steps = (make_step("Sign in."), make_step("Sign in.", key="sign-in-2"), make_step("Sign in.", key="again"))
    printed = print_document(make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)))
    assert "1. Sign in.\n2. Sign in.\n3. Sign in. {#again}\n" in printed


def test_lines_of_a_step_are_indented_by_the_width_of_its_number() -> None:
    steps = tuple(make_step(f"Step {number}\n\n- item", key=f"step-{number}-item") for number in range(1, 13))
    document = make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    printed = print_document(document)
    assert "9. Step 9\n\n   - item\n10. Step 10\n\n    - item\n" in printed
    assert parse(printed).document == document


def test_a_numbered_list_right_below_the_steps_does_not_become_steps() -> None:
    fix = Fix(key="a", title="A", steps=(make_step(), make_step("Go.", key="go")), outcome=make_text("1. one\n2. two"))
    document = make_document(scenarios=(make_scenario(fixes=(fix,)),))
    assert parse(print_document(document)).document == document


def test_a_bullet_list_right_above_the_choices_does_not_become_choices() -> None:
    question = make_question().model_copy(update={"body": make_text("- Look here\n- [or here](#there)")})
    document = make_document(
        questions=(question,),
        contact=Contact(body=make_text("- Mind\n- this"), checklist=(ChecklistItem(key="bank", label="Bank"),)),
    )
    assert parse(print_document(document)).document == document


UNCLOSED = [
    make_text("```\nnever closed"),
    make_text("~~~\n```\nclosed by another fence\n```"),
    make_text("> [!NOTE]\n> A callout in disguise."),
    make_text("\n\nblank lines\n\n"),
    make_text("> " * 30 + "too deep"),
    make_text("NUL \0"),
    (Text(markdown="two"), Text(markdown="texts")),
    (Callout(kind="note", markdown="\nblank"),),
]
STRUCTURE = [make_text("# Scenario: one more"), make_text("## Fix: one more"), make_text("Fix: one more\n---")]


@pytest.mark.parametrize("blocks", [*UNCLOSED, *STRUCTURE], ids=repr)
def test_text_of_another_editor_that_would_be_something_else_in_a_file_is_noticed(blocks: Blocks) -> None:
    document = make_document(scenarios=(make_scenario(body=blocks), make_scenario("other")))
    assert normalize(document).document != document


@pytest.mark.parametrize("blocks", [*UNCLOSED, make_text("[Take me there](destination:elsewhere)")], ids=repr)
def test_a_step_of_another_editor_that_would_be_something_else_in_a_file_is_noticed(blocks: Blocks) -> None:
    fix = make_fix(steps=(Step(key="step", body=blocks), make_step()))
    document = make_document(scenarios=(make_scenario(fixes=(fix,)),))
    assert normalize(document).document != document


@pytest.mark.parametrize("blocks", [*UNCLOSED, *STRUCTURE, make_text("  indented"), make_text("2. cut off")], ids=repr)
def test_an_outcome_of_another_editor_that_would_be_something_else_in_a_file_is_noticed(blocks: Blocks) -> None:
    fix = Fix(key="fix", title="Fix", steps=(make_step(),), outcome=blocks)
    document = make_document(scenarios=(make_scenario(fixes=(fix,)), make_scenario("other")))
    assert normalize(document).document != document


@pytest.mark.parametrize("markdown", ["1. a list\n2. before the steps", "- [a](#b)"])
def test_a_list_of_another_editor_that_would_become_steps_or_choices_is_noticed(markdown: str) -> None:
    fix = make_fix().model_copy(update={"body": make_text(markdown)})
    question = Question(key="question", title="Question", body=make_text(markdown))
    in_fix = make_document(scenarios=(make_scenario(fixes=(fix,)),))
    in_question = make_document(questions=(question,))
    assert (normalize(in_fix).document != in_fix) == markdown.startswith("1.")
    assert (normalize(in_question).document != in_question) == markdown.startswith("-")


def test_a_document_in_normal_form_is_its_own_normal_form() -> None:
    document = make_document()
    normal = normalize(document)
    assert normal.document == document
    assert normal.problems == ()


def test_roles_are_printed_as_the_words_that_begin_their_headings() -> None:
    fixes = (make_fix("a"), make_fix("b", role=FixRole.FALLBACK), make_fix("c", role=FixRole.FOLLOW_UP))
    printed = print_document(make_document(scenarios=(make_scenario(fixes=fixes),)))
    assert [line for line in printed.split("\n") if line.startswith("## ")] == [
        "## Fix: A {#a}",
        "## Fallback: B {#b}",
        "## Follow-up: C {#c}",
    ]
