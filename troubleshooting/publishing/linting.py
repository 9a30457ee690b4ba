"""The linter over many articles: those in the database, or files that were not imported yet. Nothing is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _
from pydantic import ValidationError

from troubleshooting.documents.catalog import Catalog, DestinationLink, SharedProcedure
from troubleshooting.documents.catalog_file import CATALOG_NAME, UNREADABLE, CatalogFile, read_catalog
from troubleshooting.documents.lint import check
from troubleshooting.documents.markdown import print_document
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.procedures import check_steps
from troubleshooting.models import Article, Revision
from troubleshooting.publishing.catalog import current_catalog

MANY_AT_ONCE = 50


@dataclass(frozen=True)
class Linted:
    """``name`` of the article or the file; the lines of its problems are those in the document editor."""

    name: str
    problems: tuple[Problem, ...] = ()


def lint_stored(*, slugs: Iterable[str] = (), drafts: bool = False) -> Iterator[Linted]:
    """The published revisions; with ``drafts`` the newest ones, also of articles that are not public."""
    wanted = dict.fromkeys(slugs)
    articles = Article.objects.filter(slug__in=list(wanted)) if wanted else Article.objects.all()
    revisions = Revision.objects.newest_of(articles.not_trashed()) if drafts else Revision.objects.public_of(articles)
    catalog = current_catalog()
    for revision in revisions.iterator(MANY_AT_ONCE):
        wanted.pop(revision.article.slug, None)
        yield _lint_revision(revision, catalog)
    for slug in wanted:
        message = _("There is no such article.") if drafts else _("No such article is published.")
        yield Linted(slug, (Problem("error", message),))


def _lint_revision(revision: Revision, catalog: Catalog) -> Linted:
    name = revision.article.slug
    try:
        text = print_document(revision.document)
    except ValidationError:
        message = _("Revision %(number)s cannot be read. Restore another one.") % {"number": revision.number}
        return Linted(name, (Problem("error", message),))
    return Linted(name, check(text, catalog).problems)


def lint_files(paths: Iterable[Path]) -> Iterator[Linted]:
    """Files, and all ``*.md`` files of folders. What they refer to may stand in the database or in a catalog above them."""
    stored = _stored_catalog()
    catalogs: dict[Path, Catalog] = {}
    for path in paths:
        files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
        if not files:
            yield Linted(str(path), (Problem("error", _("There are no `*.md` files in this folder.")),))
        for file in files:
            above = _catalog_above(file)
            if above and above not in catalogs:
                catalogs[above], problems = _with_file(stored, above)
                if problems:
                    yield Linted(str(above), problems)
            yield _lint_file(file, catalogs[above] if above else stored)


def _lint_file(path: Path, catalog: Catalog) -> Linted:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Linted(str(path), (Problem("error", _("There is no such file or folder.")),))
    except UnicodeDecodeError:
        return Linted(str(path), (Problem("error", _("This is no text in UTF-8. Save it in that encoding.")),))
    except OSError as error:
        message = _("This file cannot be read: %(reason)s.") % {"reason": error.strerror}
        return Linted(str(path), (Problem("error", message),))
    return Linted(str(path), check(text, catalog).problems)


def _stored_catalog() -> Catalog:
    """Empty where there is no database, as on a machine that only checks files."""
    try:
        return current_catalog()
    except DatabaseError:
        return Catalog()


def _catalog_above(file: Path) -> Path | None:
    return next((found for folder in file.absolute().parents if (found := folder / CATALOG_NAME).is_file()), None)


def _with_file(catalog: Catalog, path: Path) -> tuple[Catalog, tuple[Problem, ...]]:
    try:
        entries = read_catalog(path)
    except UNREADABLE as error:
        return catalog, (Problem("error", str(error)),)
    return _joined(catalog, entries), ()


def _joined(catalog: Catalog, entries: CatalogFile) -> Catalog:
    links = {entry.key: DestinationLink(entry.label, str(entry.url)) for entry in entries.destinations}
    joined = replace(
        catalog,
        topics={**catalog.topics, **{entry.slug: entry.name for entry in entries.topics}},
        products={**catalog.products, **{entry.slug: entry.name for entry in entries.products}},
        destinations={**catalog.destinations, **links},
    )
    procedures: Mapping[str, SharedProcedure] = {
        entry.key: SharedProcedure(entry.title, check_steps(entry.steps, joined).partial)
        for entry in entries.procedures
    }
    return replace(joined, procedures={**catalog.procedures, **procedures})
