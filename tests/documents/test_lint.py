"""What keeps an article from being published, and what could be better."""

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.factory import (
    CATALOG,
    HEADER,
    HEADER_LINES,
    make_document,
    make_fix,
    make_question,
    make_scenario,
    make_step,
    make_text,
)
from tests.documents.strategies import FEW, documents, files
from troubleshooting.documents.catalog import Catalog, SharedProcedure
from troubleshooting.documents.lint import check, lint
from troubleshooting.documents.lint.graph import Graph
from troubleshooting.documents.markdown import parse
from troubleshooting.documents.problems import Problem, in_order
from troubleshooting.documents.schema import (
    CONTACT,
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
)

ERROR, WARNING = "error", "warning"
WORDS = " ".join(["word"] * 61)


def choices(*targets: str, label: str = "") -> tuple[Choice, ...]:
    """The last one is the way out."""
    keys = [*(f"c{number}" for number in range(1, len(targets))), "unsure"][-len(targets) :] if targets else []
    return tuple(Choice(key=key, label=label or key, to=to) for key, to in zip(keys, targets, strict=True))


def ask(key: str, *targets: str) -> Question:
    return Question(key=key, title=key, choices=choices(*targets))


def with_fixes(*fixes: Fix) -> ArticleDocument:
    return make_document(scenarios=(make_scenario(fixes=fixes),))


def with_steps(*steps: Step) -> ArticleDocument:
    return with_fixes(make_fix(steps=steps))


def with_body(markdown: str) -> ArticleDocument:
    return make_document(body=make_text(markdown))


def found(document: ArticleDocument) -> list[tuple[str, str]]:
    return [(problem.severity, problem.node) for problem in lint(document, CATALOG)]


def test_a_sound_article_has_no_problems() -> None:
    assert lint(make_document(products=("ledger",)), CATALOG) == ()
    assert lint(make_document(questions=()), CATALOG) == ()


@pytest.mark.parametrize(
    ("document", "node", "words"),
    [
        (make_document(scenarios=(), questions=()), "", "no scenario"),
        (make_document(scenarios=(make_scenario(fixes=()),)), "new-details", "no fix"),
        (with_fixes(make_fix(steps=())), "new-details/reconnect", "no steps"),
        (with_steps(Step(key="go", body=())), "new-details/reconnect/go", "says nothing"),
        (with_steps(Step(key="go", body=(), destination="bank-transactions")), "new-details/reconnect/go", "says nothing"),
        (with_fixes(make_fix(role=FixRole.FALLBACK)), "new-details/reconnect", "not with a fallback"),
        (with_fixes(make_fix(role=FixRole.FOLLOW_UP)), "new-details/reconnect", "not with a follow-up"),
        (with_fixes(make_fix("a"), make_fix("b")), "new-details/b", "`## Fallback: …`"),
        (with_fixes(make_fix("new-details")), "new-details/new-details", "key `new-details`"),
        (make_document(scenarios=(make_scenario(), make_scenario("tried"))), "tried", "means something else"),
        (with_steps(make_step(), make_step("Go.")), "new-details/reconnect/sign-in", "key `sign-in`"),
        (
            make_document(contact=Contact(checklist=(ChecklistItem(key="a", label="A"), ChecklistItem(key="a", label="B")))),
            "contact/a",
            "key `a`",
        ),
        (make_document(topic="bank-conections"), "@topic", "no topic `bank-conections`. Did you mean `bank-connections`?"),
        (make_document(topic="xyz"), "@topic", "have it added to the topics"),
        (make_document(products=("ledger", "lodger")), "@products/lodger", "Did you mean `ledger`?"),
        (make_document(products=("ledger", "ledger")), "@products/ledger", "listed twice"),
        (make_document(codes=("324", "1/2", "1/2")), "@codes/1/2", "`1/2` is listed twice"),
        (
            with_steps(make_step(destination="bank-transaction")),
            "new-details/reconnect/sign-in",
            "Did you mean `bank-transactions`?",
        ),
    ],
)  # fmt: skip
def test_errors_of_structure_are_found(document: ArticleDocument, node: str, words: str) -> None:
    problems = [problem for problem in lint(document, CATALOG) if problem.node == node]
    assert any(problem.severity == ERROR and words in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    ("questions", "node", "words"),
    [
        ((ask("q", "new-detail", CONTACT),), "q/c1", "`new-detail`, which is no question, no scenario and not `contact`. Did you"),
        ((ask("q", "new-details-fix", CONTACT),), "q/c1", "no question, no scenario"),
        ((Question(key="q", title="Q"),), "q", "no choices"),
        ((make_question("q", yes="new-details", no=CONTACT),), "q", "{#unsure}"),
        ((Question(key="q", title="Q", choices=choices("new-details", CONTACT, label="Same")),), "q/unsure", "say “Same”"),
        ((ask("q", "q", "new-details", CONTACT),), "q/c1", "back to `q`"),
        ((ask("q", "r", CONTACT), ask("r", "q", "new-details")), "r/c1", "back to `q`"),
        ((make_question("q"), ask("r", "new-details", CONTACT)), "r", "No answers lead from the first question"),
        ((make_question("q"), ask("r", "s", CONTACT), ask("s", "r", CONTACT)), "s", "No answers lead"),
        ((ask("q", "r", CONTACT), ask("r", "s", "s"), ask("s", "r", "r")), "r", "here and at `s`, no scenario is reached"),
        ((ask("q", "new-details", "new-details"),), "q", "No answers lead to support"),
        (tuple(ask(f"q{n}", f"q{n + 1}" if n < 51 else "new-details", CONTACT) for n in range(1, 52)), "q1", "51 questions"),
    ],
)  # fmt: skip
def test_errors_of_the_guide_are_found(questions: tuple[Question, ...], node: str, words: str) -> None:
    problems = [problem for problem in lint(make_document(questions=questions), CATALOG) if problem.node == node]
    assert any(problem.severity == ERROR and words in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("###", "heading is empty"),
        ("![](a.png)", "no text alternative"),
        ("![ ](a.png)", "no text alternative"),
        ("![a](http://x/a.png)", "cannot come from `http://x/a.png`"),
        ("![a](data:image/png;base64,AA)", "cannot come from"),
        ("![a]()", "cannot come from"),
        ("[a](javascript:alert(1))", "cannot lead to `javascript:alert(1)`"),
        ("[a](JAVA&#83;CRIPT:alert)", "cannot lead to `JAVASCRIPT:alert`"),
        ("[a](ftp://x)", "Begin it with `https:`"),
        ("<vbscript:x>", "cannot lead to"),
        ("[a](//evil.example/x)", "leaves out how to get there"),
        ("[a](/\\evil.example)", "leaves out how to get there"),
        ("[a](\\\\\\\\evil.example)", "leaves out how to get there"),
        ("[a][b]\n\n[b]: data:text/html,x", "cannot lead to"),
        ("[a]()", "leads nowhere"),
        ("[a](#new-detail)", "has the key `new-detail`. Did you mean `new-details`?"),
        ("[a](#contact)", "No scenario, fix or step of this article has the key `contact`."),
        ("### \u200b", "heading is empty"),
        ("![\u200b](a.png)", "no text alternative"),
        ("| t |\n|---|\n| [a](x:y) |", "cannot lead to `x:y`"),
        ("- a\n  > [!NOTE]\n  > [a](x:y)", "cannot lead to `x:y`"),
        ("[Take me there](destination:bank-transactions)", "last line of a step"),
        ("> " * 25 + "deep", "nested too deeply"),
    ],
)
def test_errors_of_the_text_are_found_wherever_text_stands(markdown: str, words: str) -> None:
    callout = (Callout(kind="note", markdown=markdown),)
    bodies: list[Blocks] = [make_text(markdown), callout]
    for body in bodies:
        fix = make_fix(steps=(Step(key="go", body=body),)).model_copy(update={"body": body, "outcome": body})
        question = make_question().model_copy(update={"body": body})
        scenario = make_scenario(fixes=(fix,), body=body)
        document = make_document(scenarios=(scenario,), questions=(question,), body=body, contact=Contact(body=body))
        problems = lint(document, CATALOG)
        path = "new-details/reconnect"
        assert [problem.node for problem in problems] == [
            "",
            "new-details",
            path,
            f"{path}/go",
            path,
            "bank-change",
            CONTACT,
        ]
        assert all(words in problem.message and problem.severity == ERROR for problem in problems), problems


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](https://x) [b](http://x) [c](mailto:a@b) [d](tel:+1) <https://x> <a@b.example>",
        "[a](/x) [b](x/y.html) [c](../x) [d](#new-details) [e](?q=1) [f](./a:b)",
        "![a](/a.png) ![b](a.png)",
        "`[a](javascript:x)`\n\n```\n###\n<b>\n```",
        "### Text",
        "1 < 2 and <your name>",
        "[a][b] and [b]\n\n[b]: /c",
        "`[a][b]` and a[0][1]",
    ],
)
def test_sound_text_is_left_alone(markdown: str) -> None:
    assert lint(with_body(markdown), CATALOG) == ()


@pytest.mark.parametrize(
    ("document", "node", "words"),
    [
        (make_document(scenarios=(make_scenario(), make_scenario("other"))), "other", "No answers lead to this scenario"),
        (make_document(questions=(ask("q", "r", "r"), make_question("r"))), "q", "Every choice leads to `r`"),
        (make_document(questions=(ask("q", *["new-details"] * 6, CONTACT),)), "q", "7 choices"),
        (
            make_document(questions=tuple(ask(f"q{n}", f"q{n + 1}" if n < 6 else "new-details", CONTACT) for n in range(1, 7))),
            "q1",
            "6 questions in a row",
        ),
        (with_steps(make_step(WORDS)), "new-details/reconnect/sign-in", "61 words"),
        (with_body("a<br>b"), "", "`<br>` is shown to visitors"),
        (with_body("See [the page][1]."), "", "`[the page][1]` is no link"),
    ],
)  # fmt: skip
def test_warnings_are_found_and_are_no_errors(document: ArticleDocument, node: str, words: str) -> None:
    [problem] = lint(document, CATALOG)
    assert (problem.severity, problem.node) == (WARNING, node)
    assert words in problem.message


def test_links_lead_to_the_scenarios_fixes_and_steps_of_the_article() -> None:
    assert lint(with_body("[a](#new-details) [b](#new-details-fix) [c](#new-details-fix--sign-in)"), CATALOG) == ()


def test_a_link_to_another_article_is_held_against_those_that_are_published() -> None:
    document = with_body(
        "[a](/articles/error-1/) [b](/articles/error-324/#x) [c](/articles/error-2.md) [d](/articles/)"
    )
    assert lint(document, CATALOG) == ()
    assert lint(document, replace(CATALOG, articles={"error-1", "error-2"})) == ()
    [problem] = lint(document, replace(CATALOG, articles={"error-1"}))
    assert (problem.severity, "/articles/error-2.md" in problem.message) == (WARNING, True)


def test_a_trap_is_one_error_where_visitors_get_into_it_and_its_circles_are_others() -> None:
    trap = (ask("q", "s", CONTACT), ask("r", "s", "t"), ask("s", "t", "t"), ask("t", "r", "r"))
    problems = [problem for problem in lint(make_document(questions=trap), CATALOG) if problem.severity == ERROR]
    assert [(problem.node, "trapped" in problem.message) for problem in problems if "back" not in problem.message] == [
        ("s", True)
    ]
    assert [(problem.node, problem.field) for problem in problems if "back" in problem.message] == [
        ("r/c1", "to"), ("r/unsure", "to"),
    ]  # fmt: skip


def test_a_dead_end_and_a_dangling_choice_are_no_traps_by_themselves() -> None:
    questions = (ask("q", "r", "s", CONTACT), Question(key="r", title="R"), ask("s", "nowhere"))
    assert not any("trapped" in problem.message for problem in lint(make_document(questions=questions), CATALOG))


@pytest.mark.parametrize(
    ("labels", "count"),
    [(("Yes", "yes."), 1), (("Yes", "Yes "), 1), (("> 5", "< 5"), 0), (("C", "C#", "C++"), 0), (("No", "No"), 1)],
)
def test_choices_are_the_same_when_they_read_the_same(labels: tuple[str, ...], count: int) -> None:
    made = tuple(Choice(key=f"c{n}", label=label, to="new-details") for n, label in enumerate(labels))
    question = Question(key="q", title="Q", choices=(*made, *choices(CONTACT)))
    problems = lint(make_document(questions=(question,)), CATALOG)
    assert [problem.field for problem in problems] == ["label"] * count


def test_a_shared_procedure_stands_alone_in_its_step_and_is_known() -> None:
    step = Step(key="go", procedure="sign-in")
    catalog = replace(CATALOG, procedures={"sign-in": SharedProcedure("Sign in", (make_step(),))})
    assert lint(with_steps(step), catalog) == ()
    [unknown] = lint(with_steps(step), CATALOG)
    assert (unknown.field, "no procedure `sign-in`" in unknown.message) == ("procedure", True)
    [mixed] = lint(with_steps(step.model_copy(update={"body": make_text("Sign in.")})), catalog)
    assert (mixed.field, "stands in a step alone" in mixed.message) == ("procedure", True)


@pytest.mark.parametrize("text", ["\u200b", "\u00ad", "\u2800", "\u2060\u200d"])
def test_a_title_that_nobody_can_see_is_empty(text: str) -> None:
    document = make_document(title=text, questions=(), scenarios=(make_scenario().model_copy(update={"title": text}),))
    assert [(problem.severity, problem.node, problem.field) for problem in lint(document, CATALOG)] == [
        (ERROR, "@title", ""),
        (ERROR, "new-details", "title"),
    ]


def test_an_article_without_questions_needs_no_guide() -> None:
    assert found(make_document(questions=(), scenarios=(make_scenario(), make_scenario("other")))) == []


def test_the_limits_hold_for_documents_that_come_from_no_file() -> None:
    document = make_document(scenarios=tuple(make_scenario(f"s{n}") for n in range(41)), questions=())
    assert found(document) == [(ERROR, "s40")]


FILE = f"""{HEADER}
# Scenario: S {{#s}}

Fine.

> [!NOTE]
> Fine
> [bad](x:y)

## Fix: F {{#f}}

1. Go. {{#go}}

   - fine
   - ![](/a.png)

   [Take me there](destination:nowhere)

Outcome
[bad](x:y)

# Question: Q {{#q}}

- [a](#s) {{#a}}
- [b](#t) {{#unsure}}
"""


def test_each_problem_stands_at_its_line() -> None:
    lines = FILE.split("\n")
    problems = check(FILE, CATALOG).problems
    assert [(lines[(problem.line or 0) - 1].strip(), problem.node) for problem in problems] == [
        ("> [bad](x:y)", "s"),
        ("1. Go. {#go}", "s/f/go"),
        ("- ![](/a.png)", "s/f/go"),
        ("[bad](x:y)", "s/f"),
        ("# Question: Q {#q}", "q"),
        ("- [b](#t) {#unsure}", "q/unsure"),
    ]


def test_problems_of_the_header_stand_at_the_lines_of_its_fields() -> None:
    text = HEADER.replace("topic: bank-connections", "topic: x\nproducts:\n  - ledger\n  - y")
    assert [problem.line for problem in check(text, CATALOG).problems] == [1, 4, 7]


def test_a_file_with_errors_is_linted_as_far_as_it_could_be_read() -> None:
    parsed = check(HEADER + "# What\n\n# Scenario: S\n", CATALOG)
    assert parsed.document is None
    assert [problem.line for problem in parsed.problems] == [HEADER_LINES + 1, HEADER_LINES + 3]


FIX = "# Scenario: S\n\n## Fix: F\n\n"


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("# Scenario: S\n" * 41, 41, "41 scenarios; 40"),
        (FIX + "1. x\n" * 61, 4 + 61, "61 steps; 60"),
        ("# Scenario: S\n" + "# Question: Q\n" * 1000, 1001, "1,001 questions and scenarios; 1,000"),
    ],
)
def test_what_is_over_a_limit_can_be_saved_and_not_published(body: str, line: int, words: str) -> None:
    document = parse(HEADER + body).document
    assert document is not None
    lines = parse(HEADER + body).lines
    [problem] = [problem for problem in lint(document, CATALOG, lines) if "limit" in problem.message]
    assert (problem.severity, problem.line, words in problem.message) == (ERROR, HEADER_LINES + line, True)


def test_a_limit_is_told_once() -> None:
    problems = check(HEADER + "# Scenario: S\n## Fix: F\n1. a\n" * 41, CATALOG).problems
    assert ["41 scenarios" in problem.message for problem in problems].count(True) == 1


def test_of_many_problems_the_errors_are_shown_before_any_warning() -> None:
    warnings = [Problem("warning", "w", line) for line in range(1, 120)]
    errors = [Problem("error", "e", line) for line in (200, 150)]
    shown = in_order([*warnings, *errors])
    assert [problem.line for problem in shown[-3:]] == [150, 200, None]
    assert (shown[-1].severity, shown[-1].message) == ("warning", "There are 21 more problems. Mend these first.")
    assert in_order([*errors * 51])[-1].severity == "error"


def test_a_file_with_lint_errors_still_gives_its_document() -> None:
    assert check(HEADER, CATALOG).document is not None


GRAPHS = st.dictionaries(
    st.integers(0, 9), st.lists(st.one_of(st.integers(0, 11), st.just(CONTACT), st.just("s"), st.just("x")), max_size=4)
)


@given(GRAPHS)
def test_circles_are_found_exactly_when_there_are_some(edges: dict[int, list[int | str]]) -> None:
    questions = tuple(ask(f"q{key}", *(to if isinstance(to, str) else f"q{to}" for to in edges[key])) for key in edges)
    graph = Graph(make_document(questions=questions))
    following = {question.key: list(graph.following(question.key)) for question in questions}
    try:
        TopologicalSorter(following).prepare()
    except CycleError:
        assert graph.circles
    else:
        assert not graph.circles
        assert graph.depth == longest_way(following, graph.start)


def longest_way(following: dict[str, list[str]], start: str | None) -> int:
    return 1 + max((longest_way(following, key) for key in following[start]), default=0) if start else 0


@given(GRAPHS)
def test_what_is_reached_and_what_leads_out_agree_with_walking_every_way(edges: dict[int, list[int | str]]) -> None:
    questions = tuple(ask(f"q{key}", *(to if isinstance(to, str) else f"q{to}" for to in edges[key])) for key in edges)
    graph = Graph(make_document(questions=questions))

    def ways_from(key: str, passed: frozenset[str] = frozenset()) -> set[str]:
        if key in passed or key not in graph.questions:
            return {key} if graph.has(key) else set()
        return {key}.union(*(ways_from(choice.to, passed | {key}) for choice in graph.questions[key].choices))

    assert graph.reached == (ways_from(graph.start) if graph.start else set())
    assert graph.leading_out == {key for key in graph.questions if ways_from(key) & graph.ends}
    trapped = [key for trap in graph.traps for key in trap]
    assert len(trapped) == len(set(trapped))
    assert not set(trapped) & graph.leading_out
    left = graph.questions.keys() - graph.leading_out - set(trapped)
    assert not any(list(graph.following(key)) for key in left)


@pytest.mark.parametrize("back", [0, 1, 500])
def test_a_thousand_questions_in_a_row_or_in_a_circle_are_no_matter(back: int) -> None:
    count = 1000
    questions = tuple(
        ask(f"q{n}", f"q{n + 1}" if n < count - 1 else "new-details", f"q{max(n - back, 0)}" if back else CONTACT)
        for n in range(count)
    )
    graph = Graph(make_document(questions=questions))
    assert graph.depth == count
    assert len(graph.circles) == (count if back else 0)
    assert lint(make_document(questions=questions), CATALOG)


@FEW
@given(documents())
def test_no_document_is_too_odd_to_be_linted(document: ArticleDocument) -> None:
    assert all(problem.message for problem in lint(document, Catalog()))


@settings(max_examples=100)
@given(files())
def test_no_text_is_too_odd_to_be_checked(text: str) -> None:
    assert check(text, CATALOG).problems


def test_every_message_is_a_sentence_and_every_node_is_in_the_document() -> None:
    scenario = Scenario(
        key="s", title="S", fixes=(make_fix(role=FixRole.FALLBACK, steps=(make_step("### \n[a](x:y)"),)),)
    )
    document = make_document(scenarios=(scenario,), questions=(ask("q", "q", "x"), ask("r", "r", "r")), topic="x")
    problems = lint(document, CATALOG)
    nodes = {"", "@topic", "s", "s/reconnect", "s/reconnect/sign-in", "q", "r", "q/c1", "q/unsure", "r/c1", "r/unsure"}
    assert len(problems) > 8
    assert {problem.node for problem in problems} <= nodes
    assert all(problem.message[0].isupper() or problem.message[0] in "“`" for problem in problems)
    assert all(problem.message[-1] in ".?" for problem in problems)


IMAGE = f"/images/{'a' * 32}-6x4.webp"


@pytest.mark.parametrize(
    ("images", "markdown", "words"),
    [
        (None, f"![A window]({IMAGE})", None),
        (frozenset({IMAGE.removeprefix("/images/")}), f"![A window]({IMAGE})", None),
        (frozenset[str](), "![A window](/static/x.png)", None),
        (frozenset[str](), f"![A window]({IMAGE})", "There is no image"),
        (None, f"![{'word ' * 61}]({IMAGE})", "304 characters"),
    ],
)
def test_images_of_the_portal_are_there_and_say_what_they_show_in_few_words(
    images: frozenset[str] | None, markdown: str, words: str | None
) -> None:
    problems = lint(with_body(f"A\n\nb\n{markdown}"), replace(CATALOG, images=images), {"#body.0": 10})
    assert [(words or "") in problem.message and problem.line for problem in problems] == ([13] if words else [])
