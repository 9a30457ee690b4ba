"""Warnings about how things are said: found where they help, silent where a sentence only looks like one."""

import pytest

from tests.documents.factory import CATALOG, make_document, make_fix, make_scenario, make_step, make_text
from troubleshooting.documents.lint import language, lint
from troubleshooting.documents.lint.wording import LONG_PASSAGE
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument, Callout, Step

HARD = (
    "The organizational administrator's responsibilities necessarily incorporate the comprehensive reconfiguration of "
    "authentication infrastructure, notwithstanding previously established interoperability considerations that "
    "characteristically accompany heterogeneous virtualization environments. "
)
EASY = "Open the page and look at the list. If the name is there, choose it and save. If it is not, ask the bank. "
GERMAN = (
    "Die Verantwortlichkeiten der Administratorinnen umfassen notwendigerweise die Neukonfiguration sämtlicher "
    "Authentifizierungsinfrastrukturen einschließlich vorangegangener Kompatibilitätsvereinbarungen. "
)


def problems_of(document: ArticleDocument) -> list[Problem]:
    return list(lint(document, CATALOG))


def with_step(markdown: str) -> ArticleDocument:
    return make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(make_step(markdown),)),)),))


def of_step(markdown: str) -> list[tuple[str, str]]:
    """Fields and messages; all are warnings at the step."""
    problems = problems_of(with_step(markdown))
    assert {(problem.severity, problem.node) for problem in problems} <= {("warning", "new-details/reconnect/sign-in")}
    return [(problem.field, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "markdown",
    [
        "Click **File**. Select **Options**. Choose **Mail**.",
        "On the **File** tab, select **Options**. Then click **Mail**. Next, choose **New**.",
        "Select **File**, then click **Options**, then choose **Mail**.",
        "Reset it:\n\n1. Sign in.\n2. Select **Reset**.",
        "Do this:\n\n- Open the menu.\n- Choose **Bank**.\n- Press Enter.",
        "Please open the menu. Please choose **Bank**. After that, press Enter.",
    ],
)
def test_a_step_with_several_actions_is_found(markdown: str) -> None:
    [(field, message)] = of_step(markdown)
    assert (field, "several things to do" in message) == ("body", True)


@pytest.mark.parametrize(
    "markdown",
    [
        "Select **Update**. If the error comes back, try again.",
        "Select **File**, and then select **Options**.",
        "Open the menu. Choose **Bank**. It may take a minute. The list is empty at first.",
        "Do one of the following:\n\n1. Sign in.\n2. Ask the bank.\n3. Call us.",
        "Run `click this. open that. close it.` and wait.",
        "Enter your name:\n\n- first name\n- last name\n- title",
        "Opening the page takes a while. Selecting the bank does too. Closing it does not.",
    ],
)
def test_a_step_of_one_action_is_left_alone(markdown: str) -> None:
    assert of_step(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Click the green button.", "the green button"),
        ("Look at the fields marked in red.", "marked in red"),
        ("Wait until the light turns green.", "turns green"),
        ("If the account is red, reconnect it.", "is red"),
        ("Choose the blue link below.", "the blue link"),
        ("| a | b |\n|---|---|\n| x | shown in **red** |", "shown in red"),
    ],
)
def test_wording_that_only_shows_by_color_is_found(markdown: str, words: str) -> None:
    [(field, message)] = of_step(markdown)
    assert field == "body"
    assert f"“{words}”" in message


@pytest.mark.parametrize(
    "markdown",
    [
        "Click the green **Connect** button.",
        "Click the green button labeled **Connect**.",
        "Look for the red X beside the account.",
        "A blue screen appears.",
        "The `is red` flag is set.",
        "Sign in to Blue Bank, the greenest of all.",
        "The red tape is endless.",
    ],
)
def test_colors_beside_a_name_or_a_shape_are_left_alone(markdown: str) -> None:
    assert of_step(markdown) == []


def test_colors_are_found_in_every_passage_at_its_line() -> None:
    callout = (Callout(kind="note", markdown="Click the red button."),)
    [problem] = lint(make_document(body=callout), CATALOG, {"#body.0": 9})
    assert (problem.line, problem.node, problem.field) == (9, "", "body")


def test_a_long_passage_that_hardly_anybody_understands_is_found() -> None:
    document = make_document(scenarios=(make_scenario(body=make_text(HARD * 5)),))
    [problem] = problems_of(document)
    assert (problem.severity, problem.node, problem.field) == ("warning", "new-details", "body")
    assert "hard to read" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        HARD * 2,
        EASY * 8,
        GERMAN * 8,
        f"```\n{HARD * 5}\n```",
        f"| a |\n|---|\n| {HARD * 5} |",
        "1234 " * 200,
        "错误 " * 200,
    ],
)
def test_short_easy_foreign_and_technical_passages_are_left_alone(text: str) -> None:
    assert problems_of(make_document(scenarios=(make_scenario(body=make_text(text)),))) == []


def test_the_measure_knows_easy_from_hard() -> None:
    assert len(language.words(HARD * 5)) > LONG_PASSAGE
    assert language.reading_ease(EASY) > 80
    assert language.reading_ease(HARD) < 0
    assert language.reading_ease("") == 100
    assert language.is_english(EASY)
    assert not language.is_english(GERMAN)
    assert not language.is_english("")


@pytest.mark.parametrize(
    ("title", "count"),
    [("YOUR BANK DOES NOT ANSWER", 1), ("Your bank does not answer", 0), ("SSO PIN", 0), ("ERR_CONNECTION_REFUSED", 0)],
)
def test_titles_do_not_shout(title: str, count: int) -> None:
    problems = problems_of(make_document(scenarios=(make_scenario().model_copy(update={"title": title}),)))
    assert [(problem.severity, problem.field) for problem in problems] == [("warning", "title")] * count


@pytest.mark.parametrize("alternative", ["image", "Screenshot", "step1.PNG", "screen shot"])
def test_an_alternative_that_says_nothing_of_the_image_is_found(alternative: str) -> None:
    [(field, message)] = of_step(f"Look here: ![{alternative}](/a.png)")
    assert (field, "does not say what the image shows" in message) == ("body", True)


def test_an_empty_step_has_one_problem() -> None:
    fix = make_fix(steps=(Step(key="go"),))
    [problem] = problems_of(make_document(scenarios=(make_scenario(fixes=(fix,)),)))
    assert (problem.severity, problem.field) == ("error", "body")
