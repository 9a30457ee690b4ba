"""The guide as a picture and in words: everything is in it once, nothing lies upon anything else, whatever the document."""

from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents.factory import CATALOG, make_document, make_question, make_scenario
from tests.documents.strategies import FEW, HOSTILE_LINES, documents
from troubleshooting.documents.drawing import Drawing, Entry, Node, Outline, draw, network, outline, to_svg, to_text
from troubleshooting.documents.drawing.lines import Way
from troubleshooting.documents.drawing.text import ELLIPSIS, width, wrap
from troubleshooting.documents.lint import lint
from troubleshooting.documents.schema import CONTACT, UNSURE, ArticleDocument, Choice, Question

Graph = dict[int, list[int | str]]
GRAPHS = st.dictionaries(
    st.integers(0, 9),
    st.lists(st.one_of(st.integers(0, 11), st.sampled_from([CONTACT, "s0", "s1", "nowhere"])), max_size=5),
    max_size=10,
)
NEAR = 0.01
"""Pixels."""
SVG = "{http://www.w3.org/2000/svg}"


def make_guide(graph: Graph, label: str = "An answer") -> ArticleDocument:
    """Questions by number, each with choices to other numbers, to scenarios, to support or to nothing."""
    questions = tuple(
        Question(
            key=f"q{key}",
            title=f"Question {key}, and some more words to fill a line or two",
            choices=tuple(
                Choice(key=f"c{n}", label=f"{label} {n}", to=to if isinstance(to, str) else f"q{to}")
                for n, to in enumerate(targets)
            ),
        )
        for key, targets in graph.items()
    )
    return make_document(questions=questions, scenarios=(make_scenario("s0"), make_scenario("s1")))


def points(way: Way) -> Iterator[tuple[float, float]]:
    """The line, closely followed."""
    at = way.start
    for one, other, end in way.curves:
        for step in range(1, 21):
            t = step / 20
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield tuple(a * at[i] + b * one[i] + c * other[i] + d * end[i] for i in (0, 1))
        at = end


def rectangles(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """Boxes and labels: left, top, right, bottom."""
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.boxes]
    labels = [
        (line.x - line.width / 2, line.y - line.height / 2, line.x + line.width / 2, line.y + line.height / 2)
        for line in drawing.lines
    ]
    return boxes + labels


def touches(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] - NEAR <= point[0] <= box[2] + NEAR and box[1] - NEAR <= point[1] <= box[3] + NEAR


def assert_sound(drawing: Drawing) -> None:
    net = drawing.net
    assert [box.node for box in drawing.boxes] == list(net.nodes)
    assert [line.edge for line in drawing.lines] == list(net.edges)
    drawn = rectangles(drawing)
    assert all(x >= 0 and y >= 0 and right <= drawing.width and low <= drawing.height for x, y, right, low in drawn)
    for (x, y, right, low), (x2, y2, right2, low2) in combinations(drawn, 2):
        assert right <= x2 + NEAR or right2 <= x + NEAR or low <= y2 + NEAR or low2 <= y + NEAR
    boxes = drawn[: len(drawing.boxes)]
    for line in drawing.lines:
        assert touches(line.way.start, boxes[line.edge.source])
        if line.joins:
            beside = (other for other in drawing.lines if other is not line and other.edge.target == line.edge.target)
            assert any(
                abs(x - line.way.end[0]) + abs(y - line.way.end[1]) < NEAR
                for other in beside
                for x, y in points(other.way)
            )
        else:
            assert touches(line.way.end, boxes[line.edge.target])
        for x, y in points(line.way):
            assert not any(left < x - NEAR and x + NEAR < right and top < y - NEAR and y + NEAR < low for left, top, right, low in boxes)  # fmt: skip


@settings(max_examples=60)
@given(GRAPHS)
@example({0: [0]})
@example({0: [1], 1: [0]})
@example({0: ["s0"], 1: [0], 2: [1, 2, "s1"]})
@example({0: [1], 1: [2], 2: [3, 0], 3: [0, 0, "s0"]})
@example({0: [1, 1, 1, CONTACT], 1: [2, "s0"], 2: [0, 1, 2, "nowhere"], 5: ["nowhere", 0]})
def test_every_node_and_choice_is_drawn_once_and_none_lies_upon_another(graph: Graph) -> None:
    document = make_guide(graph)
    drawing = draw(document, lint(document, CATALOG))
    missing = {choice.to for question in document.questions for choice in question.choices} - {
        CONTACT, "s0", "s1", *(f"q{key}" for key in graph)
    }  # fmt: skip
    assert len(drawing.boxes) == len(graph) + 3 + len(missing)
    assert len(drawing.lines) == sum(map(len, graph.values()))
    assert_sound(drawing)


@FEW
@given(documents())
def test_any_document_is_drawn_and_told(document: ArticleDocument) -> None:
    problems = lint(document, CATALOG)
    drawing = draw(document, problems)
    assert_sound(drawing)
    assert drawing == draw(document, problems)
    root = ElementTree.fromstring(to_svg(drawing, lambda place: f"#{place}", is_file=True))  # noqa: S314 our own
    assert len(list(root.iter(f"{SVG}a"))) == len(drawing.boxes)
    assert to_text(document, problems)


def test_many_causes_are_drawn_from_left_to_right_and_few_from_the_top() -> None:
    few, many = make_guide({0: [1, "s0", "s1"], 1: [CONTACT]}), make_guide({0: list(range(1, 12))})
    few_drawn, many_drawn = draw(few), draw(many)
    assert (few_drawn.is_across, many_drawn.is_across) == (False, True)
    assert few_drawn.boxes[0].y == min(box.y for box in few_drawn.boxes)
    assert many_drawn.boxes[0].x == min(box.x for box in many_drawn.boxes)


def test_what_leads_back_is_marked_and_drawn_upwards() -> None:
    drawing = draw(make_guide({0: [1, CONTACT], 1: [0, 1, "s0"]}))
    backward = [line for line in drawing.lines if line.edge.leads_back]
    assert [(line.edge.source, line.edge.target) for line in backward] == [(1, 0), (1, 1)]
    assert backward[0].way.start[1] > backward[0].way.end[1]
    assert all(line.label[0].startswith("↺ ") for line in backward)


def test_what_no_answers_lead_to_stands_apart() -> None:
    drawing = draw(make_guide({0: ["s0", CONTACT], 1: ["s1", 2, 0], 2: ["s0"]}))
    apart = [box for box in drawing.boxes if box.node.is_apart]
    assert [box.node.key for box in apart] == ["q1", "q2", "s1"]
    assert drawing.apart_from is not None
    assert all(box.x > drawing.apart_from for box in apart)
    assert all(box.x + box.width < drawing.apart_from for box in drawing.boxes if box not in apart)
    assert all("Not reached" in box.node.marks for box in apart)


def test_an_article_without_questions_has_nothing_apart() -> None:
    drawing = draw(make_document(questions=()))
    assert [(box.node.kind, box.node.marks) for box in drawing.boxes] == [("scenario", ()), ("contact", ())]
    assert drawing.apart_from is None


def marks(document: ArticleDocument) -> dict[str, tuple[str, ...]]:
    return {node.key: node.marks for node in network(document).nodes}


def test_defects_are_told_in_words() -> None:
    told = marks(make_guide({0: ["s0", "nowhere", 1, 2, CONTACT], 1: [1], 2: []}))
    assert told["nowhere"] == ("Does not exist",)
    assert told["q1"] == ("No way out",)
    assert told["q2"] == ("No choices",)
    assert told["s1"] == ("Not reached",)
    assert marks(make_document(scenarios=(make_scenario(fixes=()),)))["new-details"] == ("No fix",)


def test_problems_stand_at_their_nodes_and_choices() -> None:
    document = make_guide({0: ["s0", "nowhere"], 1: [0]})
    net = network(document, lint(document, CATALOG))
    placed = [(node.key, problem.node) for node, problem in net.problems]
    assert ("q0", "q0/c1") in placed
    assert ("q0", "q0") in placed
    assert ("q1", "q1") in placed
    assert len(net.problems) == len(lint(document, CATALOG))


def test_of_equal_keys_the_walk_decides_who_is_meant() -> None:
    first, second = make_question("q", a="q"), make_question("q", a="s0")
    net = network(make_document(questions=(first, second), scenarios=(make_scenario("s0"), make_scenario("s0"))))
    assert [(edge.source, edge.target) for edge in net.edges] == [(0, 1), (1, 2)]
    assert [node.is_apart for node in net.nodes] == [False, False, False, True, True]


def test_long_lines_to_the_same_node_become_one() -> None:
    drawing = draw(make_guide({0: [1, CONTACT], 1: [2, CONTACT], 2: [3, CONTACT], 3: ["s0", CONTACT]}))
    to_support = [line for line in drawing.lines if drawing.net.nodes[line.edge.target].key == CONTACT]
    assert [line.joins for line in to_support] == [False, True, True, False]
    assert_sound(drawing)


ROW: Graph = {n: [n + 1 if n < 1000 else "s0", CONTACT] for n in range(1001)}
FAN: Graph = {0: list(range(1, 600)), **{n: ["s0", CONTACT] for n in range(1, 600)}}
WEB: Graph = {n: [n + 1, n + 300] if n < 300 else [n] for n in range(300)} | {
    300: [*range(301, 600)], **{n: ["s0"] for n in range(301, 600)},
}  # fmt: skip


@pytest.mark.parametrize("graph", [ROW, FAN, WEB], ids=["row", "fan", "web"])
def test_a_guide_beyond_all_limits_is_drawn(graph: Graph) -> None:
    document = make_guide(graph)
    drawing = draw(document)
    assert len(drawing.boxes) == len(graph) + 3
    assert len(to_svg(drawing, str)) < 5_000_000
    assert to_text(document).count("Question 500,") >= 1


def read(drawing: Drawing, **options: bool) -> ElementTree.Element:
    svg = to_svg(drawing, lambda place: f"/edit/#node-{place}", **options)
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1) if not options else svg)  # noqa: S314 our own


def test_each_node_is_a_link_with_a_name_that_tells_its_defects() -> None:
    document = make_guide({0: ["s0", "nowhere", CONTACT]})
    root = read(draw(document, lint(document, CATALOG)))
    links = {link.attrib["data-node"]: link.attrib for link in root.iter(f"{SVG}a")}
    assert links["q0"]["href"] == "/edit/#node-q0"
    assert links["q0"]["id"] == "picture-start"
    assert links["q0"]["aria-label"].endswith("1 error")
    assert links["nowhere"]["href"] == "/edit/#node-q0/c1"
    assert links["nowhere"]["aria-label"] == "Missing: nowhere. Does not exist"
    assert links["s1"]["aria-label"] == "Cause: S1. Not reached. 1 warning"
    assert root.attrib["aria-labelledby"] == "picture-title picture-desc"
    [description] = root.iter(f"{SVG}desc")
    assert (description.text or "").startswith("1 question, 2 causes.")


def test_a_page_gets_no_style_and_a_file_brings_its_own() -> None:
    drawing = draw(make_guide({0: [0, CONTACT]}))
    on_page = to_svg(drawing, lambda place: place, zoom=0.5)
    assert "style" not in on_page
    assert f'width="{drawing.width / 2:.1f}"'.replace('.0"', '"') in on_page
    in_file = read(drawing, is_file=True)
    assert [style.text is not None for style in in_file.iter(f"{SVG}style")] == [True]
    assert not any("style" in element.attrib for element in in_file.iter())


@pytest.mark.parametrize("title", [*HOSTILE_LINES, "a\x00b\x1bc", '"><script>alert(1)</script>'])
def test_no_title_breaks_out_of_the_picture(title: str) -> None:
    question = Question(key="q", title=title, choices=(Choice(key="c", label=title, to=CONTACT),))
    root = read(draw(make_document(questions=(question,))), is_file=True)
    assert not list(root.iter(f"{SVG}script"))
    assert len(list(root.iter(f"{SVG}a"))) == 3


@given(st.text(max_size=80), st.integers(1, 4))
def test_lines_are_never_wider_or_more_than_they_may_be(text: str, lines: int) -> None:
    wrapped = wrap(text, size=14, most=100, lines=lines)
    assert 1 <= len(wrapped) <= lines
    assert all(width(line, 14) <= 100 for line in wrapped)
    if not wrapped[-1].endswith(ELLIPSIS):
        assert "".join(wrapped).replace(" ", "") == "".join(text.split())


def all_answers(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Node]]:
    for entry in entries:
        for answer in entry.answers:
            yield entry.node.key, answer.target
            if answer.entry:
                yield from all_answers((answer.entry,))


def named_once(made: Outline) -> list[str]:
    """Each question whose answers are told, in that order."""

    def of(entries: tuple[Entry, ...]) -> Iterator[str]:
        for entry in entries:
            if entry.node.kind == "question":
                yield entry.node.key
            yield from of(tuple(answer.entry for answer in entry.answers if answer.entry))

    return [*of(made.entries), *of(made.apart)]


@given(GRAPHS)
def test_the_outline_tells_every_question_once_with_all_its_answers(graph: Graph) -> None:
    net = network(make_guide(graph))
    made = outline(net)
    assert sorted(named_once(made)) == sorted(f"q{key}" for key in graph)
    assert len(list(all_answers((*made.entries, *made.apart)))) == len(net.edges)
    named = {node.key for _key, node in all_answers((*made.entries, *made.apart))}
    named |= {entry.node.key for entry in (*made.entries, *made.apart)}
    assert {node.key for node in net.nodes if node.is_apart or not graph} <= named


def test_the_outline_in_words() -> None:
    document = make_guide({0: [1, "s0", "nowhere", 2], 1: [0, CONTACT], 2: [1, "s0"], 3: [CONTACT]})
    words = ", and some more words to fill a line or two"
    assert to_text(document) == (
        "Error 324\n\n"
        f"Question: Question 0{words}\n"
        f"  - An answer 0 → Question: Question 1{words}\n"
        f"      - An answer 0 → Question: Question 0{words} (leads back, see above)\n"
        "      - An answer 1 → Support: Contact support\n"
        "  - An answer 1 → Cause: S0\n"
        "  - An answer 2 → Missing: nowhere\n"
        "      ! Does not exist\n"
        f"  - An answer 3 → Question: Question 2{words}\n"
        f"      - An answer 0 → Question: Question 1{words} (see above)\n"
        "      - An answer 1 → Cause: S0\n\n\n"
        "No answers lead here:\n\n"
        f"Question: Question 3{words}\n"
        "    ! Not reached\n"
        "  - An answer 0 → Support: Contact support\n\n"
        "Cause: S1\n"
        "    ! Not reached\n"
    )


def test_a_problem_is_told_where_its_node_is() -> None:
    document = make_document(questions=(make_question("q", yes="new-detail", unsure=CONTACT),))
    text = to_text(document, lint(document, CATALOG))
    assert "      ! “yes” leads to `new-detail`" in text
    assert UNSURE in text
