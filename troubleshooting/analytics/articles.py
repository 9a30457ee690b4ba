"""One article in a period: its visits, its scenarios and fixes, the answers given, the messages to support."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q

from troubleshooting.analytics import outcomes
from troubleshooting.analytics.metrics import Share, Tally
from troubleshooting.analytics.period import Period
from troubleshooting.models import Article, Choice, Escalation, Fix, Question, Report, Scenario
from troubleshooting.models.reports import ReportQuerySet
from troubleshooting.models.structure import Part

PartT = TypeVar("PartT", bound=Part)


@dataclass(frozen=True)
class FixRow:
    key: str
    title: str
    scenario: str
    """Title of the scenario it belongs to."""
    is_retired: bool
    outcome: Tally


@dataclass(frozen=True)
class ScenarioRow:
    key: str
    title: str
    is_retired: bool
    outcome: Tally
    fixes: tuple[FixRow, ...]


@dataclass(frozen=True)
class ChoiceRow:
    key: str
    label: str
    is_retired: bool
    share: Share


@dataclass(frozen=True)
class QuestionRow:
    """``choices`` have the one chosen most often first."""

    key: str
    title: str
    is_retired: bool
    choices: tuple[ChoiceRow, ...]


@dataclass(frozen=True)
class ArticleAnalytics:
    period: Period
    outcome: Tally
    scenarios: tuple[ScenarioRow, ...]
    questions: tuple[QuestionRow, ...]
    handoffs: int
    set_aside_reports: int
    set_aside_handoffs: int

    @property
    def fixes(self) -> tuple[FixRow, ...]:
        return tuple(fix for scenario in self.scenarios for fix in scenario.fixes)

    @property
    def is_empty(self) -> bool:
        return not (self.outcome.n or self.handoffs or self.set_aside_reports or self.set_aside_handoffs)


def analyze_article(article: Article, period: Period) -> ArticleAnalytics:
    """Thirteen queries, whatever the article holds. Retired parts are listed only if visits of the period met them."""
    outcome = outcomes.tally(outcomes.visits(period).filter(article=article).aggregate(**outcomes.OUTCOME_COUNTS))
    reports = outcomes.reports(period, article.pk)
    set_aside = {
        model: model.objects.set_aside().filter(article=article).created_in(period.start, period.end).count()
        for model in (Report, Escalation)
    }
    return ArticleAnalytics(
        period=period,
        outcome=outcome,
        scenarios=_scenarios(article, reports),
        questions=_questions(article, reports, outcome.n),
        handoffs=outcomes.handoffs(period).filter(article=article).count(),
        set_aside_reports=set_aside[Report],
        set_aside_handoffs=set_aside[Escalation],
    )


def _scenarios(article: Article, reports: ReportQuerySet) -> tuple[ScenarioRow, ...]:
    by_scenario, by_fix = _tally_scenarios(reports), _tally_fixes(reports)
    fixes = _listed(Fix.objects.filter(article=article), by_fix)
    return tuple(
        ScenarioRow(
            key=scenario.key,
            title=scenario.title,
            is_retired=scenario.retired_at is not None,
            outcome=by_scenario.get(scenario.pk, Tally()),
            fixes=tuple(
                FixRow(fix.key, fix.title, scenario.title, fix.retired_at is not None, by_fix.get(fix.pk, Tally()))
                for fix in fixes
                if fix.scenario_id == scenario.pk
            ),
        )
        for scenario in _listed(Scenario.objects.filter(article=article), by_scenario)
    )


def _listed(parts: Iterable[PartT], met: Container[int]) -> list[PartT]:
    """The live parts in their order, then the retired ones that visits met."""
    shown = [part for part in parts if part.retired_at is None or part.pk in met]
    return sorted(shown, key=lambda part: (part.retired_at is not None, part.position))


def _tally_fixes(reports: ReportQuerySet) -> dict[int, Tally]:
    told = reports.values_list("fix").annotate(
        solved=Count("pk", filter=outcomes.SOLVED), not_solved=Count("pk", filter=~outcomes.SOLVED)
    )
    silent = outcomes.unanswered_leads(reports).values_list("led_to").annotate(unknown=Count("visit", distinct=True))
    return _joined(told, silent)


def _tally_scenarios(reports: ReportQuerySet) -> dict[int, Tally]:
    """By the scenario a fix belongs to today. Solved before unknown before not solved."""
    counted = Report.objects.counted().filter(visit=OuterRef("visit"))
    leads = outcomes.unanswered_leads(counted)
    told = (
        reports.alias(
            is_solved=Exists(counted.filter(outcomes.SOLVED, fix__scenario=OuterRef("fix__scenario"))),
            is_open=Exists(leads.filter(led_to__scenario=OuterRef("fix__scenario"))),
        )
        .values_list("fix__scenario")
        .annotate(
            solved=Count("visit", distinct=True, filter=Q(is_solved=True)),
            not_solved=Count("visit", distinct=True, filter=Q(is_solved=False, is_open=False)),
        )
    )
    silent = (
        outcomes.unanswered_leads(reports)
        .filter(~Exists(counted.filter(outcomes.SOLVED, fix__scenario=OuterRef("led_to__scenario"))))
        .values_list("led_to__scenario")
        .annotate(unknown=Count("visit", distinct=True))
    )
    return _joined(told, silent)


def _joined(told: Iterable[tuple[int, int, int]], silent: Iterable[tuple[int, int]]) -> dict[int, Tally]:
    tallies = {pk: Tally(solved, not_solved) for pk, solved, not_solved in told}
    for pk, unknown in silent:
        tallies[pk] = tallies.get(pk, Tally()) + Tally(unknown=unknown)
    return tallies


def _questions(article: Article, reports: ReportQuerySet, n: int) -> tuple[QuestionRow, ...]:
    counts = _count_answers(reports)
    choices = Choice.objects.filter(question__article=article).select_related("question")
    chosen = {choice.pk: counts[choice.question.key, choice.key] for choice in choices}
    met = {pk for pk, count in chosen.items() if count}
    listed = _listed(choices, met)
    asked = {choice.question_id for choice in choices if choice.pk in met}
    return tuple(
        QuestionRow(
            key=question.key,
            title=question.title,
            is_retired=question.retired_at is not None,
            choices=tuple(
                ChoiceRow(choice.key, choice.label, choice.retired_at is not None, Share(chosen[choice.pk], n))
                for choice in sorted(listed, key=lambda choice: -chosen[choice.pk])
                if choice.question_id == question.pk
            ),
        )
        for question in _listed(Question.objects.filter(article=article), asked)
    )


def _count_answers(reports: ReportQuerySet) -> Counter[tuple[str, str]]:
    """Visits by question and choice. Grouped by the whole trail in SQL, so as many rows as there are different trails."""
    told = reports.exclude(answers={})
    of_visit = Report.objects.counted().filter(visit=OuterRef("visit"), article=OuterRef("article")).exclude(answers={})
    newer = Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
    newest = told.filter(~Exists(of_visit.filter(newer)))
    counts: Counter[tuple[str, str]] = Counter()
    for answers, visits in newest.values_list("answers").annotate(n=Count("pk")):
        counts.update(dict.fromkeys(answers.items(), visits))
    return counts
