"""Causes and fixes from the sections of an article: which fix belongs to which cause, and what is neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from troubleshooting.importing.markdown.blocks import Block
from troubleshooting.importing.markdown.procedures import (
    TITLE_LENGTH,
    FixPlan,
    as_heading,
    as_text,
    fixes_of,
    plan,
    shortened,
    title_of,
)
from troubleshooting.importing.markdown.sections import Section


@dataclass(slots=True)
class ScenarioPlan:
    title: str
    heading: Block | None
    number: int | None = None
    body: list[Block] = field(default_factory=list)
    fixes: list[FixPlan] = field(default_factory=list)

    def add_after(self, blocks: Sequence[Block]) -> None:
        if self.fixes:
            self.fixes[-1].add_after(blocks)
        else:
            self.body += blocks


@dataclass(slots=True)
class ArticlePlan:
    intro: list[Block] = field(default_factory=list)
    scenarios: list[ScenarioPlan] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    """What belongs to no cause: more information, references, where to ask."""


def plan_article(root: Section, title: str) -> ArticlePlan:
    """``root`` holds the sections below the article's own title."""
    article = _Planner(title).plan(root)
    if not article.scenarios:
        _make_one(article, title)
    for scenario in article.scenarios:
        if not scenario.fixes and scenario.body:
            fix = plan(scenario.title, None, scenario.body)
            fix.is_guess = True
            if any(block.kind == "steps" for block in fix.body):
                fix.body = []
            scenario.body = []
            scenario.fixes.append(fix)
    return article


def _make_one(article: ArticlePlan, title: str) -> None:
    """Of an article without any cause or fix: its first paragraph stays above, the rest is what to do."""
    if not article.intro and article.tail:
        article.intro, article.tail = article.tail, []
    split = 1 if len(article.intro) > 1 and article.intro[0].kind == "text" else 0
    blocks, article.intro = article.intro[split:], article.intro[:split]
    if blocks:
        article.scenarios.append(ScenarioPlan(shortened(title), None, fixes=[plan(shortened(title), None, blocks)]))


class _Planner:
    """One walk over sections of the same level."""

    def __init__(self, title: str) -> None:
        self._title = shortened(title)
        self._article = ArticlePlan()
        self._pending: list[Block] = []
        """Text that belongs to the next cause."""

    def plan(self, section: Section) -> ArticlePlan:
        sections = section.children
        self._article.intro += section.blocks
        kinds = {child.meaning.kind for child in sections}
        has_known = bool(kinds & {"cause", "fix"})
        is_fixable = has_known or any(child.holds("cause", "fix") for child in sections)
        if (
            "step" in kinds
            and not has_known
            and not any(child.meaning.kind == "other" and child.has_procedure for child in sections)
        ):
            self._headed_steps(section)
            return self._finished()
        for child in sections:
            self._section(child, has_known=has_known, is_fixable=is_fixable)
        if not self._article.scenarios:
            self._guess(section)
        return self._finished()

    def _finished(self) -> ArticlePlan:
        article = self._article
        self._join_causes_without_fix()
        if self._pending:
            (article.scenarios[-1].add_after if article.scenarios else article.intro.extend)(self._pending)
            self._pending = []
        return article

    def _headed_steps(self, section: Section) -> None:
        """An article that is one procedure, each step under a heading."""
        steps = [child for child in section.children if child.meaning.kind == "step"]
        first, last = section.children.index(steps[0]), section.children.index(steps[-1])
        for child in section.children[:first]:
            self._article.intro += as_text(child)
        whole = Section(None, 0, [], section.children[first : last + 1])
        lead, fixes = fixes_of(whole)
        for fix in fixes:
            fix.title = self._title if fix.title == "Section" else fix.title
        self._article.scenarios.append(ScenarioPlan(self._title, None, None, lead, fixes))
        for child in section.children[last + 1 :]:
            self._article.tail += as_text(child)

    def _guess(self, section: Section) -> None:
        """No part of the article looks like a cause or a fix: those with text of their own are taken for causes."""
        candidates = [
            child for child in section.children if child.meaning.kind in {"other", "more"} and not child.is_empty
        ]
        procedural = [child for child in candidates if child.has_procedure]
        others = [child for child in candidates if child.meaning.kind == "other"]
        chosen = procedural or others or candidates[:1]
        if not chosen and any(block.kind == "steps" for block in section.blocks):
            return
        self._article.intro = list(section.blocks)
        self._article.tail = []
        for child in section.children:
            if any(child is one for one in chosen):
                self._problem(child)
            elif self._article.scenarios and child.meaning.kind == "more":
                self._article.tail += as_text(child)
            elif self._article.scenarios:
                self._article.scenarios[-1].add_after(as_text(child))
            else:
                self._article.intro += as_text(child)

    # Sections

    def _section(self, section: Section, *, has_known: bool, is_fixable: bool) -> None:
        kind = section.meaning.kind
        if kind == "more":
            self._article.tail += as_text(section)
        elif kind == "cause":
            self._cause(section)
        elif kind == "fix" and not (section.holds("cause") and not section.has_steps and _is_problem_list(section)):
            self._fix(section)
        elif section.holds("fix", "cause") and (kind != "intro" or section.holds("fix")):
            self._problem(section)
        elif kind == "intro":
            self._intro(section)
        elif has_known:
            self._beside(section)
        elif section.has_procedure or (section.names_a_problem and not section.is_empty):
            self._problem(section)
        else:
            self._text(section)

    def _intro(self, section: Section) -> None:
        if self._article.scenarios and self._article.scenarios[-1].fixes:
            self._pending += as_text(section)
        elif self._article.scenarios:
            self._article.scenarios[-1].body += as_text(section)
        else:
            self._article.intro += as_text(section)

    def _text(self, section: Section) -> None:
        if self._article.scenarios:
            self._article.scenarios[-1].add_after(as_text(section))
        else:
            self._article.intro += as_text(section)

    def _beside(self, section: Section) -> None:
        """A section of another kind among causes and fixes: one more procedure, or a remark."""
        scenarios = self._article.scenarios
        if scenarios and section.has_procedure:
            self._add_fixes(scenarios[-1], section)
        elif not scenarios and section.has_procedure and section.names_a_problem:
            self._problem(section)
        else:
            self._text(section)

    def _cause(self, section: Section) -> None:
        causes = [child for child in section.children if child.meaning.kind == "cause"]
        if len(causes) > 1 or (causes and not section.blocks):
            self._pending += [*as_heading(section), *section.blocks]
            for child in section.children:
                if child.meaning.kind == "cause":
                    self._cause(child)
                else:
                    self._section(child, has_known=True, is_fixable=True)
            return
        scenario = self._new_cause(section)
        for child in section.children:
            if child.meaning.kind == "fix" or (child.has_procedure and child.meaning.kind != "more"):
                self._add_fixes(scenario, child)
            else:
                scenario.add_after(as_text(child, 4 if not scenario.fixes else 3))

    def _new_cause(self, section: Section) -> ScenarioPlan:
        what = section.meaning
        title, whole = title_of(section)
        body = [*whole, *section.blocks]
        if what.is_bare:
            said, body_without = _first_sentence(section)
            if said and len(title) + len(said) + 2 <= TITLE_LENGTH:
                title, body = f"{title}: {said}", body_without
            elif what.number is None:
                title, body = self._title, [*as_heading(section), *body]
        scenario = ScenarioPlan(title, section.heading, what.number, [*self._pending, *body])
        self._pending = []
        self._article.scenarios.append(scenario)
        return scenario

    def _fix(self, section: Section) -> None:
        named = [
            child for child in section.children if child.meaning.number is not None and not child.meaning.is_method
        ]
        numbers = {scenario.number for scenario in self._article.scenarios}
        if len(numbers) > 1 and named and all(child.meaning.number in numbers for child in named):
            self._scenario_for(named[0].meaning.number).body += [*as_heading(section), *section.blocks]
            target = None
            for child in section.children:
                target = self._scenario_for(child.meaning.number) if child in named else target
                self._add_fixes(target or self._scenario_for(None), child)
            return
        number = None if section.meaning.is_method else section.meaning.number
        self._add_fixes(self._scenario_for(number), section)

    def _scenario_for(self, number: int | None) -> ScenarioPlan:
        """The cause of that number, or the last one; where there is none yet, one by the article's title."""
        scenarios = self._article.scenarios
        found = next(
            (scenario for scenario in reversed(scenarios) if number is not None and scenario.number == number), None
        )
        if found:
            return found
        if not scenarios or (self._pending and scenarios[-1].fixes):
            scenarios.append(ScenarioPlan(self._title, None, None, self._pending))
            self._pending = []
        return scenarios[-1]

    def _add_fixes(self, scenario: ScenarioPlan, section: Section) -> None:
        lead, fixes = fixes_of(section)
        scenario.add_after(lead)
        for fix in fixes:
            if fix.steps or fix.body or fix.outcome:
                scenario.fixes.append(fix)
            elif fix.anchor:
                scenario.add_after([replace(fix.anchor, level=3)])

    def _problem(self, section: Section) -> None:
        """A section that is a problem of its own, with its causes and fixes in its parts."""
        title, whole = title_of(section)
        if section.meaning.kind == "other" and not section.holds("fix", "cause"):
            lead, fixes = fixes_of(section)
            lead = [block for block in lead if block.kind != "heading" or block.title != title]
            self._article.scenarios.append(ScenarioPlan(title, section.heading, None, [*self._pending, *lead], fixes))
            self._pending = []
            return
        inner = _Planner(title).plan(section)
        body = [*self._pending, *whole, *inner.intro]
        self._pending = []
        if not inner.scenarios:
            inner.scenarios.append(ScenarioPlan(title, section.heading, None, [], []))
        first = inner.scenarios[0]
        first.heading = first.heading if len(inner.scenarios) > 1 else section.heading
        self._title_problems(inner.scenarios, title, section, body)
        first.body = [*body, *first.body]
        inner.scenarios[-1].add_after(inner.tail)
        if section.meaning.kind in {"cause", "intro"} and section.meaning.number is not None:
            first.number = section.meaning.number
        self._article.scenarios += inner.scenarios

    def _title_problems(self, scenarios: list[ScenarioPlan], title: str, section: Section, body: list[Block]) -> None:
        """Each cause is told from those of other problems by the problem's own title."""
        longest = max(len(scenario.title) for scenario in scenarios)
        if len(title) + longest + 2 <= TITLE_LENGTH:
            for scenario in scenarios:
                if scenario.title != title:
                    scenario.title = f"{title}: {scenario.title}"
        elif any(scenario.title != title for scenario in scenarios):
            body[:0] = as_heading(section)

    def _join_causes_without_fix(self) -> None:
        """A cause that no fix is given for stands with the next one; the last such one goes to the cause before it."""
        scenarios = self._article.scenarios
        if not any(scenario.fixes for scenario in scenarios):
            return
        kept: list[ScenarioPlan] = []
        waiting: list[Block] = []
        for scenario in scenarios:
            if scenario.fixes:
                scenario.body = [*waiting, *scenario.body]
                waiting = []
                kept.append(scenario)
            else:
                waiting += [*_titled(scenario), *scenario.body]
        kept[-1].add_after(waiting)
        self._article.scenarios = kept


def _titled(scenario: ScenarioPlan) -> list[Block]:
    line = scenario.heading.line if scenario.heading else 1
    title = scenario.title
    return [Block("text", f"**{_literal(title)}**", line)]


def _literal(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_[]<>&~!" else character for character in text)


def _is_problem_list(section: Section) -> bool:
    return sum(child.holds("fix") for child in section.children) > 1


def _first_sentence(section: Section) -> tuple[str, list[Block]]:
    """The text of a section that is one plain sentence at its beginning, and what remains without it."""
    if not section.blocks or section.blocks[0].kind != "text":
        return "", section.blocks
    text = section.blocks[0].markdown
    if "\n" in text or any(character in text for character in "\\`*_[]<>&~!|#{}") or text.endswith(":"):
        return "", section.blocks
    return text.strip(), section.blocks[1:]
