"""Shared procedures: how a step stands for one in a file, and how the steps of one are written, checked and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.factory import CATALOG, HEADER, make_document, make_fix, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, files, steps
from troubleshooting.documents.catalog import Catalog, DestinationLink, SharedProcedure
from troubleshooting.documents.keys import carry_over
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.markdown.printer import print_steps
from troubleshooting.documents.procedures import STEPS_BYTES, STORED_STEPS, check_steps
from troubleshooting.documents.rendering import render_article
from troubleshooting.documents.schema import ArticleDocument, Step

SHARED = SharedProcedure(
    "Sign in again",
    (
        make_step("Sign out.", key="sign-out"),
        make_step("Sign in, and select **Yes**.", key="sign-in", destination="bank-transactions"),
    ),
)
WITH_SHARED = Catalog(
    topics=CATALOG.topics,
    products=CATALOG.products,
    destinations={"bank-transactions": DestinationLink("Bank transactions", "https://app.example.com/banking")},
    procedures={"sign-in-again": SHARED},
)
USE = Step(key="sign-in-again", procedure="sign-in-again")
FILE = f"{HEADER}# Scenario: S\n\n## Fix: F\n\n"


def document_with(*used: Step) -> ArticleDocument:
    return make_document(scenarios=(make_scenario(fixes=(make_fix("mend", steps=used),)),))


def steps_of(markdown: str) -> tuple[Step, ...]:
    parsed = parse(FILE + markdown)
    assert parsed.document is not None, parsed.problems
    return parsed.document.scenarios[0].fixes[0].steps


# In a file


def test_a_step_that_is_only_such_a_link_stands_for_the_procedure() -> None:
    assert steps_of("1. Open it.\n2. [Sign in again](procedure:sign-in-again)\n") == (
        make_step("Open it.", key="open-it"),
        USE,
    )


def test_its_key_is_that_of_the_procedure_until_that_is_taken_or_another_is_written() -> None:
    used = steps_of(
        "1. [a](procedure:sign-in-again)\n2. [a](procedure:sign-in-again)\n3. [a](procedure:sign-in-again) {#third}\n"
    )
    assert [step.key for step in used] == ["sign-in-again", "sign-in-again-2", "third"]
    assert {step.procedure for step in used} == {"sign-in-again"}


def test_it_is_printed_under_a_name_that_is_read_over() -> None:
    text = print_document(document_with(make_step(), USE))
    assert "2. [Sign in again](procedure:sign-in-again)\n" in text
    parsed = parse(text.replace("[Sign in again]", "[Whatever one likes]"))
    assert parsed.document == document_with(make_step(), USE)


@pytest.mark.parametrize("key", ["", "Sign In", "x" * 61])
def test_a_procedure_that_cannot_be_named_so_is_an_error_at_its_line(key: str) -> None:
    problems = parse(f"{FILE}1. Open it.\n2. [a](procedure:{key.replace(' ', '_')})\n").problems
    assert [problem.line for problem in problems] == [FILE.count("\n") + 2]


def test_text_and_a_destination_beside_it_are_read_and_refused_by_the_linter() -> None:
    used = steps_of(
        "1. Text.\n\n   [a](procedure:sign-in-again)\n\n   [Take me there](destination:bank-transactions)\n"
    )
    assert used[0].procedure == "sign-in-again"
    assert used[0].destination == "bank-transactions"
    messages = [problem.message for problem in lint(document_with(*used), WITH_SHARED) if problem.severity == "error"]
    assert len(messages) == 1
    assert "stands in a step alone" in messages[0]


def test_a_link_to_one_in_the_middle_of_a_text_stays_text() -> None:
    (step,) = steps_of("1. See [a](procedure:b) first.\n")
    assert step.procedure is None
    problems = lint(document_with(step), WITH_SHARED)
    assert any(problem.severity == "error" and "procedure" in problem.message for problem in problems)


def test_an_unknown_one_is_an_error_that_guesses_what_was_meant() -> None:
    used = Step(key="a", procedure="sign-in-agian")
    messages = [problem.message for problem in lint(document_with(used), WITH_SHARED)]
    assert any("`sign-in-agian`" in message and "Did you mean `sign-in-again`?" in message for message in messages)
    assert not [problem for problem in lint(document_with(USE), WITH_SHARED) if problem.severity == "error"]


# Keys over time


def test_a_step_that_stands_for_the_same_procedure_keeps_its_key() -> None:
    former = document_with(USE.model_copy(update={"key": "chosen"}))
    assert carry_over(document_with(USE), former) == former


@pytest.mark.parametrize("other", [make_step("Sign in.", key="other"), Step(key="other", procedure="restart")])
def test_a_step_that_stood_for_something_else_does_not_pass_its_key_on(other: Step) -> None:
    new = document_with(USE)
    assert carry_over(new, document_with(other)) == new
    assert carry_over(document_with(make_step("Sign in.", key="sign-in")), document_with(USE)) == document_with(
        make_step("Sign in.", key="sign-in")
    )


# On the page


def test_the_shared_steps_stand_in_its_place_with_ids_of_their_own() -> None:
    rendered = render_article(document_with(make_step("Open it.", key="open"), USE), WITH_SHARED)
    html = rendered.scenarios[0].fixes[0].steps
    ids = ["mend--open", "mend--sign-in-again--sign-out", "mend--sign-in-again--sign-in"]
    assert [html.index(f'<li id="{each}">') for each in ids] == sorted(html.index(f'<li id="{each}">') for each in ids)
    assert html.count("<li") == 3
    assert html.count("<ol") == 1
    assert "<strong>Yes</strong>" in html
    assert 'href="https://app.example.com/banking"' in html


def test_a_draft_with_an_unknown_one_shows_its_key() -> None:
    html = render_article(document_with(USE), CATALOG).scenarios[0].fixes[0].steps
    assert '<li id="mend--sign-in-again">\n<p>sign-in-again</p>' in html


def test_a_draft_with_text_beside_it_shows_both() -> None:
    step = Step(key="a", procedure="sign-in-again", body=make_text("First."))
    html = render_article(document_with(step), WITH_SHARED).scenarios[0].fixes[0].steps
    assert [each in html for each in ('<li id="mend--a">', '<li id="mend--a--sign-out">')] == [True, True]


# The steps of one


def errors_of(text: str) -> list[tuple[int | None, str]]:
    checked = check_steps(text, WITH_SHARED)
    assert checked.steps == ()
    return [(problem.line, problem.message) for problem in checked.problems if problem.severity == "error"]


def test_the_steps_are_written_like_those_of_a_fix() -> None:
    text = (
        "1. Sign out.\n\n   > [!NOTE]\n   > Wait.\n2. Sign in.\n\n   [Take me there](destination:bank-transactions)\n"
    )
    checked = check_steps(text, WITH_SHARED)
    assert checked.problems == ()
    assert [(step.key, step.destination) for step in checked.steps] == [
        ("sign-out", None),
        ("sign-in", "bank-transactions"),
    ]
    assert checked.steps == checked.partial == check_steps(print_steps(checked.steps), WITH_SHARED).steps


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "Write at least one step"),
        ("\n\n", 1, "Write at least one step"),
        ("Before.\n\n1. a\n", 1, "one numbered list"),
        ("> [!NOTE]\n> Before.\n\n1. a\n", 1, "one numbered list"),
        ("1. a\n\nAfter.\n", 3, "one numbered list"),
        ("- a\n", 1, "one numbered list"),
        ("1. a\n2.\n", 2, "says nothing"),
        ("1. a\n2. [x](procedure:sign-in-again)\n", 2, "cannot hold another"),
        ("1. a\n2. b\n\n   [x](destination:nowhere)\n", 2, "no destination `nowhere`"),
        ("1. a\n2. [x](javascript:alert)\n", 2, "cannot lead to"),
        ("1. a {#k}\n2. b {#k}\n", 2, "key `k`"),
        ("1. a {#No Key}\n", 1, "cannot be a key"),
        ("1. a\x00\n", 1, "invisible character"),
        ("1. x\n" * 61, 61, "60 are the limit"),
        ("1. " + "x" * STEPS_BYTES, 1, "are the limit"),
    ],
)
def test_what_is_wrong_with_the_steps_is_named_with_its_line(text: str, line: int, words: str) -> None:
    found = errors_of(text)
    assert any(at == line and words in message for at, message in found), found


def test_what_could_be_read_is_there_for_the_preview() -> None:
    checked = check_steps("Before.\n\n1. a\n2. b\n", WITH_SHARED)
    assert (checked.steps, [step.key for step in checked.partial]) == ((), ["a", "b"])


def test_advice_does_not_keep_them_from_being_saved() -> None:
    checked = check_steps(f"1. {'word ' * 61}\n", WITH_SHARED)
    assert checked.steps
    assert [problem.severity for problem in checked.problems] == ["warning"]


@FEW
@given(steps())
def test_steps_that_a_file_can_hold_read_the_same_once_printed(made: tuple[Step, ...]) -> None:
    parsed = parse(print_document(document_with(*made)))
    assert parsed.document == document_with(*made), parsed.problems
    assert STORED_STEPS.validate_python(STORED_STEPS.dump_python(made, mode="json")) == made


@FEW
@given(st.text(max_size=200) | files())
def test_no_text_at_all_makes_the_check_fail(text: str) -> None:
    checked = check_steps(text, WITH_SHARED)
    assert checked.steps or checked.problems
    if checked.steps:
        assert check_steps(print_steps(checked.steps), WITH_SHARED).steps == checked.steps
