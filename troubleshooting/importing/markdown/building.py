"""From the plan of an article to its document: keys, blocks, and links to its own parts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from troubleshooting.documents.keys import fill_keys, slugify_key, step_key
from troubleshooting.documents.schema import (
    RESERVED_KEYS,
    Block,
    Blocks,
    Callout,
    Contact,
    Fix,
    FixRole,
    Scenario,
    Step,
    Text,
)
from troubleshooting.importing.markdown import blocks as source
from troubleshooting.importing.markdown.marks import ANCHOR
from troubleshooting.importing.markdown.procedures import FixPlan
from troubleshooting.importing.markdown.scenarios import ArticlePlan, ScenarioPlan

_LINK = re.compile(rf"{ANCHOR}([^()\s\"]*)")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Built:
    body: Blocks
    scenarios: tuple[Scenario, ...]
    contact: Contact


def build(plan: ArticlePlan, slug: str) -> Built:
    keys = _Keys(plan)
    writer = _Writer(_anchors(plan, keys), slug)
    scenarios = tuple(
        Scenario(
            key=keys.of(scenario),
            title=scenario.title,
            body=writer.blocks(scenario.body),
            fixes=tuple(writer.fix(fix, keys.of(fix), position) for position, fix in enumerate(scenario.fixes)),
        )
        for scenario in plan.scenarios
    )
    return Built(writer.blocks(plan.intro), scenarios, Contact(body=writer.blocks(plan.tail)))


class _Keys:
    """The keys that reading the printed file would give, had it none."""

    def __init__(self, plan: ArticlePlan) -> None:
        nodes: list[ScenarioPlan | FixPlan] = []
        derived: list[str] = []
        for scenario in plan.scenarios:
            nodes.append(scenario)
            derived.append(slugify_key(scenario.title) or "scenario")
            nodes += scenario.fixes
            derived += [
                slugify_key(fix.title) or ("fallback" if index else "fix") for index, fix in enumerate(scenario.fixes)
            ]
        keys = fill_keys([None] * len(nodes), derived, reserved=RESERVED_KEYS)
        self._keys = {id(node): key for node, key in zip(nodes, keys, strict=True)}

    def of(self, node: ScenarioPlan | FixPlan) -> str:
        return self._keys[id(node)]


def _anchors(plan: ArticlePlan, keys: _Keys) -> dict[str, str]:
    """Where each heading of the source went: the key of the node that it became or stands in."""
    anchors: dict[str, str] = {}
    for scenario in plan.scenarios:
        own = keys.of(scenario)
        headings = [scenario.heading, *_headings(scenario.body)]
        anchors |= {name: own for name in _names(headings) if name not in anchors}
        for fix in scenario.fixes:
            inner = [*fix.body, *fix.outcome, *(block for step in fix.steps for block in step)]
            anchors |= {name: keys.of(fix) for name in _names([fix.anchor, *_headings(inner)]) if name not in anchors}
    return anchors


def _headings(blocks: Iterable[source.Block]) -> Iterator[source.Block]:
    return (block for block in blocks if block.kind == "heading")


def _names(headings: Iterable[source.Block | None]) -> Iterator[str]:
    for heading in headings:
        if heading:
            yield heading.anchor or _NOT_IN_ANCHOR.sub("", heading.title.lower()).replace(" ", "-")


class _Writer:
    def __init__(self, anchors: Mapping[str, str], slug: str) -> None:
        self._anchors = anchors
        self._slug = slug

    def fix(self, fix: FixPlan, key: str, position: int) -> Fix:
        bodies = [body for step in fix.steps if (body := self.blocks(step))]
        keys = fill_keys([None] * len(bodies), [step_key([block.markdown for block in body]) for body in bodies])
        return Fix(
            key=key,
            title=fix.title,
            role=FixRole.FALLBACK if position else FixRole.PRIMARY,
            body=self.blocks(fix.body),
            steps=tuple(Step(key=key, body=body) for key, body in zip(keys, bodies, strict=True)),
            outcome=self.blocks(fix.outcome),
        )

    def blocks(self, blocks: Sequence[source.Block]) -> Blocks:
        """What stands between two callouts is one block of text."""
        built: list[Block] = []
        texts: list[source.Block] = []
        for block in [*blocks, None]:
            if block and block.kind != "callout":
                texts.append(block)
                continue
            if text := source.join(texts):
                built.append(Text(markdown=self._linked(text)))
            texts = []
            if block:
                built.append(Callout(kind=block.callout, title=block.title, markdown=self._linked(block.markdown)))  # type: ignore[arg-type]
        return tuple(built)

    def _linked(self, markdown: str) -> str:
        return _LINK.sub(self._link, markdown) if ANCHOR in markdown else markdown

    def _link(self, found: re.Match[str]) -> str:
        """A part without a key of its own is found from the top of the page."""
        name = unquote(found[1])
        key = self._anchors.get(name) or self._anchors.get(name.lower().strip("-"))
        return f"#{key}" if key else f"/articles/{self._slug}/#{found[1]}"
