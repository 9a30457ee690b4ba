"""Which articles a topic, a product, a destination or a shared procedure stands in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.documents.schema import Step as WrittenStep
from troubleshooting.models import Article, Destination, Procedure, Product, Revision, Step, Topic
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.models.structure import StepQuerySet

MOST_DRAFTS = 50
"""Each document is read whole; nobody looks through more."""

Entry: TypeAlias = Topic | Product | Destination | Procedure


@dataclass(frozen=True)
class FixUse:
    """``through`` is the title of the shared procedure that brings the entry in."""

    scenario: str
    key: str
    title: str
    through: str = ""


@dataclass(frozen=True)
class ArticleUse:
    """``fixes`` is empty for topics and products, which belong to an article as a whole."""

    article: Article
    fixes: tuple[FixUse, ...] = ()


@dataclass(frozen=True)
class Uses:
    """``drafts`` are the articles in which visitors do not see it, at most ``MOST_DRAFTS``: only the newest or a scheduled
    revision, or a retired article, uses it."""

    published: tuple[ArticleUse, ...] = ()
    drafts: tuple[ArticleUse, ...] = ()
    procedures: tuple[Procedure, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.published or self.drafts or self.procedures)


def showing(entry: Entry) -> ArticleQuerySet:
    """The published articles on whose pages the entry stands."""
    if isinstance(entry, Topic | Product):
        return entry.articles.published()
    return Article.objects.published().filter(pk__in=_steps(entry).values("fix__article"))


def uses_of(entry: Entry) -> Uses:
    """Everything, for the page of one entry: the drafts' documents are searched as text."""
    public = _public_uses(entry)
    shown = {use.article.pk for use in public}
    drafts: dict[int, ArticleUse] = {}
    for use in _draft_uses(entry):
        if use.article.pk not in shown:
            drafts.setdefault(use.article.pk, use)
        if len(drafts) == MOST_DRAFTS:
            break
    return Uses(tuple(public), tuple(drafts.values()), _procedures(entry))


def _steps(entry: Destination | Procedure) -> StepQuerySet:
    if isinstance(entry, Procedure):
        return Step.objects.live().showing(procedure=entry)
    return Step.objects.live().showing(destination=entry)


def _procedures(entry: Entry) -> tuple[Procedure, ...]:
    return tuple(entry.procedures.all()) if isinstance(entry, Destination) else ()


def _public_uses(entry: Entry) -> list[ArticleUse]:
    if isinstance(entry, Topic | Product):
        return [ArticleUse(article) for article in showing(entry).for_list()]
    steps = _steps(entry).of_published().for_where_used()
    return [
        ArticleUse(article, tuple(dict.fromkeys(_fix_use(entry, step) for step in together)))
        for article, together in groupby(steps, lambda step: step.fix.article)
    ]


def _fix_use(entry: Entry, step: Step) -> FixUse:
    through = step.procedure.title if step.procedure and isinstance(entry, Destination) else ""
    return FixUse(step.fix.scenario.key, step.fix.key, step.fix.title, through)


def _draft_uses(entry: Entry) -> Iterator[ArticleUse]:
    procedures = {procedure.key: procedure.title for procedure in _procedures(entry)}
    for revision in (
        Revision.objects.not_yet_public().mentioning(*_marks(entry, procedures)).iterator(chunk_size=MOST_DRAFTS)
    ):
        document = revision.document
        fixes = tuple(dict.fromkeys(_fixes_in(document, entry, procedures)))
        if fixes or _is_filed_under(document, entry):
            yield ArticleUse(revision.article, fixes)


def _marks(entry: Entry, procedures: Iterable[str]) -> list[str]:
    """What a stored document that uses the entry has in it; a document that has it may still mean something else."""
    if isinstance(entry, Topic | Product):
        return [f'"{entry.slug}"']
    if isinstance(entry, Procedure):
        return [f'"procedure": "{entry.key}"']
    return [f'"destination": "{entry.key}"', *(f'"procedure": "{key}"' for key in procedures)]


def _is_filed_under(document: ArticleDocument, entry: Entry) -> bool:
    if isinstance(entry, Topic):
        return document.topic == entry.slug
    return isinstance(entry, Product) and entry.slug in document.products


def _fixes_in(document: ArticleDocument, entry: Entry, procedures: Mapping[str, str]) -> Iterator[FixUse]:
    for scenario in document.scenarios:
        for fix in scenario.fixes:
            for step in fix.steps:
                if _stands_for(step, entry):
                    yield FixUse(scenario.key, fix.key, fix.title)
                elif step.procedure and step.procedure in procedures:
                    yield FixUse(scenario.key, fix.key, fix.title, procedures[step.procedure])


def _stands_for(step: WrittenStep, entry: Entry) -> bool:
    if isinstance(entry, Procedure):
        return step.procedure == entry.key
    return isinstance(entry, Destination) and step.destination == entry.key
