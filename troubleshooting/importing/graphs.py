"""Decision graphs in JSON: questions with options, edges by the options' values, and outcomes at the ends."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from troubleshooting.documents.commonmark import escape
from troubleshooting.documents.keys import choice_key, fill_keys, slugify_key
from troubleshooting.documents.markdown import normalize
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import (
    CONTACT,
    RESERVED_KEYS,
    UNSURE,
    ArticleDocument,
    Blocks,
    Choice,
    Contact,
    Fix,
    Question,
    Scenario,
    Step,
    Text,
)
from troubleshooting.importing.drafts import Draft, Surroundings
from troubleshooting.importing.items import Found, Item, NoItem
from troubleshooting.importing.kinds import is_graph, json_files, load_json, read_json
from troubleshooting.importing.markdown import Defaults, Foreign, convert_text
from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.blocks import read_blocks
from troubleshooting.importing.markdown.building import build
from troubleshooting.importing.markdown.expanding import expand
from troubleshooting.importing.markdown.html import join_regions
from troubleshooting.importing.markdown.scenarios import ArticlePlan
from troubleshooting.importing.sources import Collection, SourceError

_LINE = 200
_NOT_SURE = "I'm not sure"


def graph_items(collection: Collection, defaults: Defaults) -> Iterator[Found]:
    for path in json_files(collection):
        try:
            content = read_json(collection, path)
        except SourceError as error:
            yield NoItem(str(path), (Problem("error", str(error)),))
            continue
        if not is_graph(content):
            yield NoItem(str(path), kept=(_("This JSON is no decision graph."),))
            continue
        title = _line(content.get("title")) or path.stem
        slug = slugify_key(title) or slugify_key(path.stem) or "guide"
        yield Item(path, title, slug, partial(collection.read, path), partial(_convert, path, title, defaults))


def _line(value: object) -> str:
    return " ".join(str(value or "").split())[:_LINE].strip()


def _text(node: Mapping[str, Any], *names: str) -> str:
    return "\n\n".join(filter(None, (str(node.get(name) or "").strip() for name in names)))


@dataclass
class _Graph:
    nodes: dict[str, dict[str, Any]]
    edges: dict[str, list[dict[str, Any]]]
    start: str
    keys: dict[str, str] = field(default_factory=dict)
    """By the ids of the nodes."""
    problems: list[Problem] = field(default_factory=list)

    def warn(self, message: str) -> None:
        self.problems.append(Problem("warning", message))


def _convert(
    path: PurePosixPath, title: str, defaults: Defaults, data: bytes, slug: str, surroundings: Surroundings
) -> Draft:
    content = load_json(data)
    graph = _read(content)
    if graph.start not in graph.nodes:
        message = _("The graph does not say which of its nodes is the first: “start” has to name one.")
        return Draft(None, problems=[Problem("error", message)])
    intro = _text(content, "intro_markdown")
    draft = convert_text(Foreign(title, slug, intro, path), surroundings, defaults=defaults)
    assert draft.document is not None
    account = Account(surroundings, path, defaults.base_url)
    order = _from_start(graph)
    questions = [key for key in order if graph.edges.get(key) or graph.nodes[key].get("options")]
    outcomes = [key for key in order if key not in questions]
    graph.keys = dict(zip(order, _node_keys(order), strict=True))
    fix_keys = fill_keys(
        [None] * len(outcomes),
        [f"{graph.keys[key][:50].rstrip('-')}-fix" for key in outcomes],
        reserved={*RESERVED_KEYS, *graph.keys.values()},
    )
    document = draft.document.model_copy(
        update={
            "body": _blocks(intro, account),
            "contact": Contact(),
            "scenarios": tuple(
                _scenario(graph, key, fix_key, account) for key, fix_key in zip(outcomes, fix_keys, strict=True)
            ),
            "questions": tuple(_question(graph, key, account) for key in questions),
        }
    )
    mapped = _("%(questions)s questions and %(outcomes)s outcomes → the guide and its causes")
    draft.mapped = [mapped % {"questions": len(questions), "outcomes": len(outcomes)}]
    # Their lines are counted in one node's text, which tells nobody where it stands in the file.
    told = [replace(problem, line=None) for problem in account.problems]
    draft.kept, draft.problems = account.kept, [*told, *graph.problems]
    return _settled(draft, document)


def _settled(draft: Draft, document: ArticleDocument) -> Draft:
    """What a file would hold of it; the errors where it would hold something else."""
    parsed = normalize(document)
    draft.document = parsed.document or document
    draft.problems += parsed.problems
    return draft


def _read(content: Mapping[str, Any]) -> _Graph:
    listed = content["nodes"]
    nodes = (
        [{"id": key, **node} for key, node in listed.items() if isinstance(node, dict)]
        if isinstance(listed, dict)
        else [node for node in listed if isinstance(node, dict)]
        if isinstance(listed, list)
        else []
    )
    edges: dict[str, list[dict[str, Any]]] = {}
    for edge in content["edges"] if isinstance(content["edges"], list) else ():
        if isinstance(edge, dict):
            edges.setdefault(str(edge.get("from")), []).append(edge)
    return _Graph({str(node.get("id")): node for node in nodes}, edges, str(content["start"]))


def _from_start(graph: _Graph) -> list[str]:
    """All nodes, the start first, then those that are reached, then the others."""
    order: dict[str, None] = {}
    waiting = deque([graph.start])
    while waiting:
        key = waiting.popleft()
        if key in graph.nodes and key not in order:
            order[key] = None
            waiting += [str(edge.get("to")) for edge in graph.edges.get(key, ())]
    for key in graph.nodes:
        if key not in order:
            graph.warn(_("No answers lead from the start to “%(node)s”.") % {"node": key})
            order[key] = None
    return list(order)


def _node_keys(ids: list[str]) -> tuple[str, ...]:
    return fill_keys([None] * len(ids), [slugify_key(each) or "node" for each in ids], reserved=RESERVED_KEYS)


def _blocks(text: str, account: Account) -> Blocks:
    """All that a node says, in its order."""
    if not text:
        return ()
    lines = join_regions(expand(text, 1, account), account)
    return build(ArticlePlan(read_blocks(lines, account)), "node").body


def _scenario(graph: _Graph, node_id: str, fix_key: str, account: Account) -> Scenario:
    """Whoever got here is to do what the outcome says: its text is the one step of a fix."""
    node = graph.nodes[node_id]
    title = _line(node.get("title")) or node_id
    said = _blocks(_text(node, "body_markdown"), account) or (Text(markdown=escape(title)),)
    outcome = _blocks(_text(node, "next_steps_markdown"), account)
    fix = Fix(key=fix_key, title=title, steps=(Step(key="step", body=said),), outcome=outcome)
    return Scenario(key=graph.keys[node_id], title=title, fixes=(fix,))


# Questions


def _question(graph: _Graph, node_id: str, account: Account) -> Question:
    node = graph.nodes[node_id]
    title = _line(node.get("title")) or node_id
    options = {str(each.get("value")): each for each in node.get("options") or () if isinstance(each, dict)}
    edges = {str(edge.get("value")): edge for edge in graph.edges.get(node_id, ())}
    values = list({**options, **edges})
    labels = [_label(options.get(value, {}), edges.get(value, {}), value) for value in values]
    hints = [
        f"- **{escape(label)}**: {escape(_line(options[value].get('hint')))}"
        for value, label in zip(values, labels, strict=True)
        if value in options and _line(options[value].get("hint"))
    ]
    keys = fill_keys(
        [UNSURE if choice_key(label) == UNSURE else None for label in labels],
        [slugify_key(value) or slugify_key(label) or "choice" for value, label in zip(values, labels, strict=True)],
    )
    choices = [
        Choice(key=key, label=label, to=_target(graph, title, label, edges.get(value)))
        for key, label, value in zip(keys, labels, values, strict=True)
    ]
    if UNSURE not in keys:
        choices.append(Choice(key=UNSURE, label=_NOT_SURE, to=CONTACT))
    said = "\n\n".join(filter(None, (_text(node, "hint_markdown", "body_markdown"), "\n".join(hints))))
    return Question(key=graph.keys[node_id], title=title, body=_blocks(said, account), choices=tuple(choices))


def _label(option: Mapping[str, Any], edge: Mapping[str, Any], value: str) -> str:
    return _line(option.get("label")) or _line(edge.get("label")) or _line(value) or "?"


def _target(graph: _Graph, title: str, label: str, edge: Mapping[str, Any] | None) -> str:
    target = graph.keys.get(str(edge.get("to"))) if edge else None
    if target is None:
        message = _("“%(label)s” of “%(title)s” leads nowhere; it leads to support now.")
        graph.warn(message % {"label": label, "title": title})
    return target or CONTACT
