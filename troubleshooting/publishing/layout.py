"""A document laid out as rows, matched by key: moved and edited nodes keep their row, absent ones are retired."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.folding import fold_code
from troubleshooting.documents.rendering import plain_steps
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.documents.schema import Step as WrittenStep
from troubleshooting.models import Article, Choice, Code, Destination, Fix, Procedure, Question, Scenario, Step
from troubleshooting.models.structure import Part

PartT = TypeVar("PartT", bound=Part)
Identity = tuple[str, ...]
"""Keys that name a part within its article: its own, after its parent's where keys are unique only there."""


def lay_out(article: Article, document: ArticleDocument, catalog: Catalog, *, now: datetime) -> None:
    """Make the rows of an article those of the document. The caller holds the transaction and the article's lock."""
    scenarios = _match(
        Scenario.objects.filter(article=article),
        lambda row: (row.key,),
        {(s.key,): {"article": article, "title": s.title} for s in document.scenarios},
        now,
    )
    fixes = _match(
        Fix.objects.filter(article=article),
        lambda row: (row.key,),
        {
            (fix.key,): {
                "article": article,
                "scenario": scenarios[s.key,],
                "title": fix.title,
                "role": fix.role.value,
            }
            for s in document.scenarios
            for fix in s.fixes
        },
        now,
    )
    _lay_out_steps(article, document, catalog, fixes, now)
    _lay_out_questions(article, document, scenarios, now)
    _lay_out_codes(article, document)


def _lay_out_steps(
    article: Article, document: ArticleDocument, catalog: Catalog, fixes: Mapping[Identity, Fix], now: datetime
) -> None:
    destinations = {destination.key: destination for destination in Destination.objects.all()}
    procedures = {procedure.key: procedure for procedure in Procedure.objects.defer("content")}
    _match(
        Step.objects.filter(fix__article=article).select_related("fix"),
        lambda row: (row.fix.key, row.key),
        {
            (fix.key, step.key): {
                "fix": fixes[fix.key,],
                "text": said(step, catalog),
                "destination": destinations.get(step.destination or ""),
                "procedure": procedures.get(step.procedure or ""),
            }
            for scenario in document.scenarios
            for fix in scenario.fixes
            for step in fix.steps
        },
        now,
    )
    # A step that is gone must not keep what it used from being deleted.
    Step.objects.filter(fix__article=article, retired_at__isnull=False).update(destination=None, procedure=None)


def said(step: WrittenStep, catalog: Catalog) -> str:
    """The text of a step, of the shared ones where it stands for a procedure."""
    shared = catalog.procedures.get(step.procedure or "")
    return plain_steps((step, *(shared.steps if shared else ())))


def _lay_out_questions(
    article: Article, document: ArticleDocument, scenarios: Mapping[Identity, Scenario], now: datetime
) -> None:
    questions = _match(
        Question.objects.filter(article=article),
        lambda row: (row.key,),
        {(question.key,): {"article": article, "title": question.title} for question in document.questions},
        now,
    )
    _match(
        Choice.objects.filter(question__article=article).select_related("question"),
        lambda row: (row.question.key, row.key),
        {
            (question.key, choice.key): {
                "question": questions[question.key,],
                "label": choice.label,
                "to_question": questions.get((choice.to,)),
                "to_scenario": scenarios.get((choice.to,)),
            }
            for question in document.questions
            for choice in question.choices
        },
        now,
    )


def _lay_out_codes(article: Article, document: ArticleDocument) -> None:
    folded = {fold_code(text): text for text in reversed(document.codes)}
    article.codes.all().delete()
    Code.objects.bulk_create(
        Code(article=article, text=text, folded=key, position=document.codes.index(text))
        for key, text in folded.items()
        if key
    )


def _match(
    existing: QuerySet[PartT],
    identity: Callable[[PartT], Identity],
    wanted: Mapping[Identity, Mapping[str, Any]],
    now: datetime,
) -> dict[Identity, PartT]:
    """Update, create and retire rows so that the live ones are the wanted ones, in that order. At most four queries."""
    rows = {identity(row): row for row in existing}
    made: list[PartT] = []
    changed: list[PartT] = []
    for position, (key, values) in enumerate(wanted.items()):
        row = rows.get(key) or existing.model(key=key[-1])
        for name, value in {**values, "position": position, "retired_at": None}.items():
            setattr(row, name, value)
        (changed if key in rows else made).append(row)
        rows[key] = row
    fields = ["position", "retired_at", *next(iter(wanted.values()), {})]
    existing.model._default_manager.bulk_create(made)
    existing.model._default_manager.bulk_update(changed, fields)
    left = [row.pk for key, row in rows.items() if key not in wanted and row.retired_at is None]
    existing.model._default_manager.filter(pk__in=left).update(retired_at=now)
    return rows
