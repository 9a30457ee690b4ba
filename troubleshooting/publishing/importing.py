"""Content from files: the catalog (topics, products, destinations, procedures) and one article per Markdown file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, HttpUrl, StringConstraints, ValidationError

from troubleshooting.documents.keys import carry_over
from troubleshooting.documents.lint import check
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.procedures import STORED_STEPS, check_steps
from troubleshooting.documents.schema import Key
from troubleshooting.models import Article, Destination, Procedure, Product, Topic
from troubleshooting.publishing.articles import PublishingError, publish, save_revision
from troubleshooting.publishing.catalog import current_catalog
from troubleshooting.publishing.entries import keep
from troubleshooting.publishing.rerendering import rerender

CATALOG_NAME = "catalog.yaml"
UNREADABLE = (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TopicEntry(Entry):
    slug: Key
    name: Name
    description: Annotated[str, StringConstraints(max_length=300)] = ""


class ProductEntry(Entry):
    slug: Key
    name: Name


class DestinationEntry(Entry):
    key: Key
    label: Name
    url: HttpUrl


class ProcedureEntry(Entry):
    key: Key
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    steps: str
    """Markdown, as the steps of a fix are written."""


class CatalogFile(Entry):
    topics: list[TopicEntry] = []
    products: list[ProductEntry] = []
    destinations: list[DestinationEntry] = []
    procedures: list[ProcedureEntry] = []


@dataclass(frozen=True)
class Imported:
    """What became of one file; with ``problems`` nothing of it was stored."""

    path: Path
    outcome: str
    problems: tuple[Problem, ...] = ()


def import_folder(path: Path) -> Iterable[Imported]:
    """A file, or a folder's catalog and then all its ``*.md`` files, each in a transaction of its own."""
    if path.is_file():
        yield import_catalog(path) if path.name == CATALOG_NAME else import_article(path)
        return
    if (catalog := path / CATALOG_NAME).exists():
        yield import_catalog(catalog)
    for file in sorted(path.rglob("*.md")):
        yield import_article(file)


@transaction.atomic
def import_catalog(path: Path) -> Imported:
    """Create and change what articles refer to; nothing is deleted. Pages that show it are made anew."""
    try:
        entries = read_catalog(path)
    except UNREADABLE as error:
        return Imported(path, _("refused"), (Problem("error", str(error)),))
    before = current_catalog()
    for position, topic in enumerate(entries.topics):
        _keep(Topic, {"slug": topic.slug}, {**topic.model_dump(exclude={"slug"}), "position": position})
    for position, product in enumerate(entries.products):
        _keep(Product, {"slug": product.slug}, {"name": product.name, "position": position})
    for destination in entries.destinations:
        _keep(Destination, {"key": destination.key}, {"label": destination.label, "url": str(destination.url)})
    problems = [problem for procedure in entries.procedures for problem in _keep_procedure(procedure)]
    if problems:
        transaction.set_rollback(True)
        return Imported(path, _("refused"), tuple(problems))
    if current_catalog() == before:
        return Imported(path, _("unchanged"))
    rerender(Article.objects.published())
    return Imported(path, _("stored"))


def _keep_procedure(entry: ProcedureEntry) -> Iterator[Problem]:
    """Store it; or the errors of its steps, whose lines are counted in the steps and not in the file."""
    checked = check_steps(entry.steps, current_catalog())
    for problem in checked.problems:
        if problem.severity == "error":
            values = {"key": entry.key, "line": problem.line, "message": problem.message}
            yield Problem("error", _("Procedure %(key)s, line %(line)s of its steps: %(message)s") % values)
    if checked.steps:
        procedure = Procedure.objects.filter(key=entry.key).first() or Procedure(key=entry.key)
        procedure.title = entry.title
        procedure.content = STORED_STEPS.dump_python(checked.steps, mode="json")
        keep(procedure)


def read_catalog(path: Path) -> CatalogFile:
    """All values as text: a product may be called ``no`` or ``1:30``. Raises one of ``UNREADABLE``."""
    entries = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 strings, lists and dicts only
    return CatalogFile.model_validate(entries or {})


def _keep(model: Any, identity: dict[str, Any], values: dict[str, Any]) -> None:
    model._default_manager.update_or_create(**identity, defaults=values)


@transaction.atomic
def import_article(path: Path) -> Imported:
    """Publish the article of a file. One whose newest revision is the same stays as it is."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return Imported(path, _("refused"), (Problem("error", str(error)),))
    catalog = current_catalog()
    checked = check(text, catalog)
    errors = tuple(problem for problem in checked.problems if problem.severity == "error")
    if errors or checked.document is None:
        return Imported(path, _("refused"), errors)
    document = checked.document
    article = Article.objects.filter(slug=document.slug).first()
    latest = article.revisions.newest_first().first() if article else None
    if latest:
        document = carry_over(document, latest.document)
    try:
        revision = save_revision(
            document=document, article=article, note=_("Imported from %(name)s") % {"name": path.name}
        )
        if article and revision == latest and article.published_revision_id == revision.pk:
            return Imported(path, _("unchanged"))
        publish(revision, catalog=catalog, reviewed_elsewhere=True)
    except PublishingError as error:
        transaction.set_rollback(True)
        return Imported(path, _("refused"), error.problems)
    return Imported(path, _("published"))
