"""A collection from beginning to end. Each file is stored for itself, so that a run can be stopped and begun again."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import DatabaseError
from django.utils.translation import gettext as _

from troubleshooting.documents.catalog_file import CATALOG_NAME
from troubleshooting.documents.keys import fill_keys
from troubleshooting.documents.problems import Problem
from troubleshooting.importing.catalog import import_catalog, import_redirects
from troubleshooting.importing.foreign import markdown_items
from troubleshooting.importing.graphs import graph_items
from troubleshooting.importing.help_center import help_center_items
from troubleshooting.importing.items import Found, Item, NoItem
from troubleshooting.importing.kinds import Kind, kind_of
from troubleshooting.importing.markdown import Defaults
from troubleshooting.importing.portal_files import portal_items
from troubleshooting.importing.reports import FileReport, Outcome
from troubleshooting.importing.sources import Collection, SourceError
from troubleshooting.importing.storing import Known, Manner, Reading, store
from troubleshooting.importing.surroundings import Asked, Pictures, with_images
from troubleshooting.models import Article, FormerSlug, ImportedFile

logger = logging.getLogger(__name__)


@dataclass
class Run:
    """What will be imported; ``reports`` does it, a file at a time."""

    collection: Collection
    kind: Kind
    found: tuple[Found, ...]
    manner: Manner
    _slugs: dict[PurePosixPath, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many reports there will be."""
        return len(self.collection.refused) + self._has_catalog + len(self.found)

    @property
    def _has_catalog(self) -> bool:
        return self.kind is Kind.PORTAL and PurePosixPath(CATALOG_NAME) in self.collection.files

    def reports(self) -> Iterator[FileReport]:
        for path, problem in self.collection.refused.items():
            yield FileReport(path, Outcome.REFUSED, problems=[problem])
        if self._has_catalog:
            yield import_catalog(self.collection, is_dry=self.manner.is_dry, by=self.manner.by)
        items = [each for each in self.found if isinstance(each, Item)]
        self._slugs = _slugs(self.collection.name, items)
        known = Known.now(set(self._slugs.values()))
        pictures = Pictures(self.collection)
        for each in self.found:
            yield _passed_over(each) if isinstance(each, NoItem) else self._import(each, known, pictures)
        if self._has_catalog:
            yield from import_redirects(self.collection, is_dry=self.manner.is_dry)

    def _import(self, item: Item, known: Known, pictures: Pictures) -> FileReport:
        try:
            reading = self._read(item, pictures)
            if reading.draft.document is None:
                problems = reading.draft.problems or [Problem("error", _("There is no text in it."))]
                return FileReport(str(item.path), Outcome.REFUSED, title=item.title, problems=problems)
            return store(reading, known, self.manner)
        except SourceError as error:
            return FileReport(str(item.path), Outcome.REFUSED, problems=[Problem("error", str(error))])
        except (DatabaseError, MemoryError):
            raise
        except Exception:
            # Nothing that stands in one file may keep the others out.
            logger.exception("not imported", extra={"path": str(item.path)})
            message = _("This file could not be read, through a fault of the portal's; it is in the log.")
            return FileReport(str(item.path), Outcome.REFUSED, problems=[Problem("error", message)])

    def _read(self, item: Item, pictures: Pictures) -> Reading:
        """Convert it; and once more without the images that turn out to be none."""
        said = item.read()
        slug = self._slugs.get(item.path, item.slug)
        asked = Asked(self.collection, self._slugs)
        draft = item.convert(said, slug, asked.surroundings)
        digest = asked.digest(said)
        reading = Reading(self.collection.name, item.path, digest, draft, {}, item.is_ours, item.stays_draft)
        known = ImportedFile.objects.of(self.collection.name).filter(path=str(item.path), digest=digest)
        if draft.document is None or not asked.images or known.exists():
            return reading
        problems: list[Problem] = []
        made = pictures.encode(asked, problems)
        if asked.unusable:
            draft = item.convert(said, slug, asked.surroundings)
        assert draft.document is not None
        draft.document = with_images(draft.document, made)
        draft.problems += problems
        return Reading(self.collection.name, item.path, digest, draft, made, item.is_ours, item.stays_draft)


def prepare(
    collection: Collection, manner: Manner, *, kind: Kind | None = None, defaults: Defaults | None = None
) -> Run:
    """Find out what there is. ``SourceError`` where nothing can be imported."""
    kind = kind or kind_of(collection)
    defaults = defaults or Defaults()
    if kind is Kind.PORTAL:
        found = portal_items(collection)
    elif kind is Kind.MARKDOWN:
        found = markdown_items(collection, defaults)
    elif kind is Kind.HELP_CENTER:
        found = help_center_items(collection, defaults)
    else:
        found = graph_items(collection, defaults)
    return Run(collection, kind, tuple(found), manner)


def _slugs(collection: str, items: list[Item]) -> dict[PurePosixPath, str]:
    """The slug of each item: what it was at the first import, or one of its own that no other article has or had."""
    remembered = {PurePosixPath(path): slug for path, slug in ImportedFile.objects.of(collection).slugs()}
    given = [item.slug if item.is_ours else remembered.get(item.path) for item in items]
    taken = {*Article.objects.values_list("slug", flat=True), *FormerSlug.objects.values_list("slug", flat=True)}
    slugs = fill_keys(given, [item.slug for item in items], reserved=taken)
    return {item.path: slug for item, slug in zip(items, slugs, strict=True)}


def _passed_over(found: NoItem) -> FileReport:
    fails = any(problem.severity == "error" for problem in found.problems)
    outcome = Outcome.REFUSED if fails else Outcome.SKIPPED
    return FileReport(found.path, outcome, kept=list(found.kept), problems=list(found.problems))
