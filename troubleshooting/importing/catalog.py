"""The catalog of the portal's own files, and what lies beside it: images, and what staff taught the search."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting.documents.catalog_file import (
    CATALOG_NAME,
    UNREADABLE,
    CatalogFile,
    ImageEntry,
    ProcedureEntry,
    RedirectEntry,
    parse_catalog,
)
from troubleshooting.documents.folding import fold_text
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.procedures import STORED_STEPS, check_steps
from troubleshooting.images import ImageError, checked_alternative, encoded_before, keep_image
from troubleshooting.importing.kinds import text_of
from troubleshooting.importing.reports import FileReport, Outcome
from troubleshooting.importing.sources import Collection, SourceError
from troubleshooting.models import Article, Destination, Image, Procedure, Product, SearchRedirect, Synonym, Topic
from troubleshooting.publishing.audit import Actor
from troubleshooting.publishing.catalog import current_catalog
from troubleshooting.publishing.entries import keep
from troubleshooting.publishing.rerendering import rerender

IMAGES = PurePosixPath("images")


class _Refused(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def import_catalog(collection: Collection, *, is_dry: bool, by: Actor) -> FileReport:
    """Create and change what articles refer to, all or nothing; nothing is deleted. Pages that show it are made anew."""
    report = FileReport(CATALOG_NAME, Outcome.UNCHANGED)
    try:
        entries = _read(collection)
        with transaction.atomic():
            changed = _keep_catalog(entries, collection, by)
            transaction.set_rollback(is_dry)
    except (SourceError, ImageError, *UNREADABLE) as error:
        return FileReport(CATALOG_NAME, Outcome.REFUSED, problems=[Problem("error", str(error))])
    except _Refused as refused:
        return FileReport(CATALOG_NAME, Outcome.REFUSED, problems=refused.problems)
    if changed:
        report.outcome = Outcome.CHANGED
    return report


def import_redirects(collection: Collection, *, is_dry: bool) -> Iterator[FileReport]:
    """The searches that lead to one article, once the articles are there. Reports only what is refused."""
    try:
        entries = _read(collection).redirects
    except (SourceError, *UNREADABLE):
        return
    problems = [] if is_dry else [problem for entry in entries for problem in _keep_redirect(entry)]
    if problems:
        yield FileReport(CATALOG_NAME, Outcome.REFUSED, problems=problems)


def _read(collection: Collection) -> CatalogFile:
    return parse_catalog(text_of(collection.read(PurePosixPath(CATALOG_NAME))))


def _keep_catalog(entries: CatalogFile, collection: Collection, by: Actor) -> bool:
    """Whether anything changed."""
    before = current_catalog()
    changes = [_keep_image(entry, collection, by) for entry in entries.images]
    for position, topic in enumerate(entries.topics):
        changes.append(_keep(Topic, {"slug": topic.slug}, {**topic.model_dump(exclude={"slug"}), "position": position}))
    for position, product in enumerate(entries.products):
        changes.append(_keep(Product, {"slug": product.slug}, {"name": product.name, "position": position}))
    changes += [
        _keep(Destination, {"key": each.key}, {"label": each.label, "url": each.url}) for each in entries.destinations
    ]
    changes += [_keep(Synonym, {"words": each.words}, {}) for each in entries.synonyms]
    problems = [problem for procedure in entries.procedures for problem in _keep_procedure(procedure)]
    if problems:
        raise _Refused(problems)
    if (now := current_catalog()) != before:
        rerender(Article.objects.published())
    return any(changes) or now != before


def _keep(model: Any, identity: dict[str, Any], values: dict[str, Any]) -> bool:
    """Whether it had to be written."""
    row = model._default_manager.filter(**identity).first() or model(**identity)
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _keep_image(entry: ImageEntry, collection: Collection, by: Actor) -> bool:
    """With the very bytes that were exported, under the name by which articles show it."""
    values = {"alternative": checked_alternative(entry.alternative), "file_name": entry.file_name}
    if Image.objects.filter(name=entry.name).exists():
        return bool(Image.objects.filter(name=entry.name).exclude(**values).update(**values))
    encoded = encoded_before(collection.read(IMAGES / entry.name), entry.name)
    keep_image(encoded=encoded, by=by, **values)
    return True


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


def _keep_redirect(entry: RedirectEntry) -> Iterator[Problem]:
    article, folded = Article.objects.filter(slug=entry.article).first(), fold_text(entry.query)
    if article is None or not folded:
        values = {"query": entry.query, "article": entry.article}
        yield Problem("error", _("The search “%(query)s” cannot lead to the article “%(article)s”.") % values)
        return
    with transaction.atomic():
        _keep(
            SearchRedirect,
            {"folded": folded},
            {"query": entry.query, "article": article, "scenario": entry.scenario or ""},
        )
