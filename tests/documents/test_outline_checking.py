"""Problems of an outline stand at the row and the field they mean, and nothing passes that a file would read differently."""

import pytest
from hypothesis import given

from tests.documents.factory import CATALOG, make_document, make_fix, make_question, make_scenario, make_step, make_text
from tests.documents.strategies import FEW, documents
from tests.documents.test_outline_rows import new, outline_of
from troubleshooting.documents.markdown import normalize
from troubleshooting.documents.outline import Row, check_outline, rows_of
from troubleshooting.documents.schema import Callout, Step


def check(document):
    return check_outline(rows_of(document), CATALOG)


def errors(parsed):
    return [
        (problem.node, problem.field, problem.message) for problem in parsed.problems if problem.severity == "error"
    ]


@FEW
@given(documents())
def test_what_a_file_can_hold_can_be_saved(document):
    parsed = check(document)
    assert parsed.document == (document if normalize(document).document == document else None)
    assert parsed.partial == document


def test_a_good_article_has_no_errors():
    parsed = check(make_document())
    assert (parsed.document, errors(parsed)) == (make_document(), [])


@pytest.mark.parametrize(
    ("header", "node", "message"),
    [
        ({"title": "", "slug": "a"}, "@title", "The title is empty"),
        ({"title": "x" * 201}, "@title", "longer than 200"),
        ({"slug": "Not a slug"}, "@slug", "cannot be used"),
        ({"slug": "x" * 61}, "@slug", "longer than 60"),
        ({"title": "错误", "slug": ""}, "@slug", "name in the address"),
        ({"topic": ""}, "@topic", "Choose a topic"),
        ({"summary": ""}, "@summary", "Write a summary"),
        ({"summary": "x" * 501}, "@summary", "longer than 500"),
        ({"codes": ("1", "x" * 201)}, "@codes", "longer than 200"),
        ({"publisher": "x" * 101}, "@publisher", "longer than 100"),
        ({"products": ("A b",)}, "@products", "cannot be used"),
    ],
)
def test_a_header_that_cannot_be_saved_says_why_at_its_field(header, node, message):
    parsed = check_outline(outline_of(new("scenario", title="S"), **header), CATALOG)
    assert parsed.document is None
    assert parsed.partial is not None
    found = [problem for problem in parsed.problems if problem.node == node]
    assert [message in problem.message for problem in found] == [True]


def test_every_empty_field_of_a_new_article_is_named_once_and_in_order():
    outline = outline_of(
        new("callout", kind="tip", title="", markdown=""),
        new("scenario", title=""),
        new("fix", role="fix", title="x" * 201),
        new("step", text="One.", destination="Some where"),
        new("callout", kind="note", title="T" * 201, markdown="x"),
        new("procedure", name="", text="", destination=""),
        new("step", text="Two.", destination=""),
        Row("outcome"),
        new("question", title="Q"),
        new("choice", label="", to="contact"),
        new("choice", label="B", to=""),
        new("choice", label="C", to="Some where"),
        Row("contact"),
        new("item", label="x"),
        title="",
        slug="",
    )
    parsed = check_outline(outline, CATALOG)
    assert parsed.document is None
    fields = [(node, field) for node, field, _ in errors(parsed) if "There are" not in field]
    fix = f"scenario-2/{'x' * 60}"
    assert [f for f in fields if f[1] or f[0].startswith("@")] == [
        ("@title", ""), ("@slug", ""), ("", "body.0"), ("scenario-2", "title"), (fix, "title"),
        (f"{fix}/one", "body.1"), (f"{fix}/one", "destination"), (f"{fix}/step", "procedure"), ("q/choice", "label"),
        ("q/b", "to"), ("q/c", "to"),
    ]  # fmt: skip
    assert parsed.partial.scenarios[0].title == "…"
    assert len(parsed.partial.scenarios[0].fixes[0].title) == 200


@pytest.mark.parametrize(
    ("body", "node"),
    [
        ("# Scenario: hidden", "new-details"),
        ("Fine.\n\n```\nnever closed", "new-details"),
        ("Text\n===", "new-details"),
        ("## Fix: hidden", "new-details"),
        ("> [!NOTE]\n> said twice", "new-details"),
        ("invisible \x07 character", "new-details"),
    ],
)
def test_text_that_would_read_differently_in_a_file_is_refused_at_its_node(body, node):
    parsed = check(make_document(scenarios=(make_scenario(body=make_text(body)),)))
    assert parsed.document is None
    assert errors(parsed)[0][0] == node


def test_a_numbered_list_before_the_steps_is_refused_at_the_fix():
    fix = make_fix().model_copy(update={"body": make_text("1. Not a step")})
    parsed = check(make_document(scenarios=(make_scenario(fixes=(fix,)),)))
    assert parsed.document is None
    assert errors(parsed)[0][0] == "new-details/reconnect"


def test_a_step_that_swallows_its_neighbours_is_refused():
    steps = (make_step("```\nopen", key="a"), make_step("B", key="b"))
    parsed = check(make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)))
    assert parsed.document is None
    assert errors(parsed)[0][0] == "new-details/reconnect/a"


def test_an_article_too_big_for_its_file_is_refused_with_the_limit():
    document = make_document(scenarios=(make_scenario(body=make_text("word " * 60_000)),))
    assert "are the limit" in errors(check(document))[0][2]


def test_an_empty_step_in_the_middle_can_be_saved_and_keeps_the_article_from_being_published():
    steps = (make_step(key="a"), Step(key="b"), make_step(key="c"))
    parsed = check(make_document(scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),)))
    assert parsed.document is not None
    assert [(node, field) for node, field, _ in errors(parsed)] == [("new-details/reconnect/b", "body")]


def test_problems_come_in_the_order_of_the_page():
    document = make_document(
        scenarios=(make_scenario("b", fixes=()), make_scenario("a", fixes=())),
        questions=(make_question("z", yes="gone"), make_question("c", yes="gone")),
        body=(Callout(kind="note", markdown="x"),),
    )
    nodes = [node for node, _, _ in errors(check(document))]
    first = list(dict.fromkeys(nodes))
    assert first.index("b") < first.index("a") < first.index("z")
    assert all(problem.line is None for problem in check(document).problems)
