"""Decision graphs: every path of answers ends where it ended in the graph."""

import json
from pathlib import PurePosixPath

import pytest

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import print_document
from troubleshooting.guide import walk
from troubleshooting.importing.graphs import graph_items
from troubleshooting.importing.markdown import Defaults
from troubleshooting.importing.sources import open_file
from troubleshooting.importing.surroundings import Asked


def option(value, label, hint=""):
    return {"value": value, "label": label, "hint": hint}


def edge(start, value, end):
    return {"from": start, "value": value, "to": end, "label": value}


def question(key, title, *options, **more):
    return {"id": key, "kind": "question", "title": title, "options": list(options), **more}


def outcome(key, title, body="", more=""):
    return {"id": key, "kind": "outcome", "title": title, "body_markdown": body, "next_steps_markdown": more}


def make_graph(**values):
    graph = {
        "title": "Which cable?",
        "intro_markdown": "Find the cable that fits.",
        "start": "plug?",
        "nodes": [
            outcome("usb", "Take the USB cable", "It is gray.\n\n- short\n- [long](https://example.com/long)"),
            question("shape", "Which shape?", option("flat", "Flat", "Like a ribbon"), option("round", "Round")),
            question("plug?", "Is there a plug?", option("yes", "Yes"), option("no", "No")),
            outcome("usb#2", "Take the USB cable", "It is black.", "Then [tell us](https://example.com/tell)."),
            outcome("none", "No cable fits"),
        ],
        "edges": [
            edge("plug?", "yes", "shape"),
            edge("plug?", "no", "none"),
            edge("shape", "flat", "usb"),
            edge("shape", "round", "usb#2"),
        ],
    }
    return {**graph, **values}


def draft_of(graph):
    collection = open_file(json.dumps(graph).encode(), "cable.json")
    [item] = graph_items(collection, Defaults())
    assert item.path == PurePosixPath("cable.json")
    return item.convert(item.read(), item.slug, Asked(collection, {}).surroundings)


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        ({"plug": "yes", "shape": "flat"}, "usb"),
        ({"plug": "yes", "shape": "round"}, "usb-2"),
        ({"plug": "no"}, "none"),
        ({"plug": "unsure"}, "contact"),
    ],
)
def test_each_path_ends_where_it_ended_in_the_graph(answers, end):
    assert walk(draft_of(make_graph()).document, answers).end_key == end


def test_a_sound_graph_makes_an_article_that_can_be_published():
    document = draft_of(make_graph()).document
    catalog = Catalog(topics={document.topic: "Cables"})
    assert [problem.message for problem in lint(document, catalog) if problem.severity == "error"] == []


def test_no_word_and_no_link_of_the_nodes_is_lost():
    text = print_document(draft_of(make_graph()).document)
    for words in (
        "Find the cable",
        "It is gray.",
        "long](https://example.com/long)",
        "Like a ribbon",
        "example.com/tell",
    ):
        assert words in text


def test_edges_to_nowhere_lead_to_support_with_a_warning():
    graph = make_graph()
    graph["edges"] = [edge("plug?", "yes", "gone")]
    draft = draft_of(graph)
    assert walk(draft.document, {"plug": "yes"}).end_key == "contact"
    messages = [problem.message for problem in draft.problems]
    assert "“Yes” of “Is there a plug?” leads nowhere; it leads to support now." in messages
    assert any("No answers lead" in message for message in messages)


@pytest.mark.parametrize(
    "values", [{"start": "gone"}, {"nodes": []}, {"nodes": 5}, {"nodes": {}}, {"nodes": [5, {}], "start": 7}]
)
def test_a_graph_without_a_beginning_is_a_message(values):
    draft = draft_of(make_graph(**values))
    assert draft.document is None
    assert "start" in draft.problems[-1].message


def test_a_circle_and_a_start_without_questions_are_read():
    graph = make_graph()
    graph["edges"].append(edge("shape", "square", "plug?"))
    assert draft_of(graph).document.question("shape").choices[-2].to == "plug"
    assert draft_of(make_graph(start="none", edges=[])).document is not None


def test_keys_that_mean_something_else_in_a_guide_are_not_taken():
    graph = make_graph(start="main", nodes=[outcome("main", "Do it"), outcome("contact", "Do that")], edges=[])
    keys = {scenario.key for scenario in draft_of(graph).document.scenarios}
    assert keys == {"main-2", "contact-2"}
