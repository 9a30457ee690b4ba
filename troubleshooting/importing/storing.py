"""A draft becomes an article's revision, once for each source path; what staff wrote since is never lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.keys import carry_over
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import normalize, parse, print_document
from troubleshooting.documents.merging import merge
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.images import keep_image
from troubleshooting.importing.drafts import Draft, Shelf
from troubleshooting.importing.reports import FAILS, FileReport, Outcome
from troubleshooting.importing.surroundings import Picture
from troubleshooting.models import Article, Image, ImportedFile, Product, Revision, Topic
from troubleshooting.models.sources import ImportedFileQuerySet
from troubleshooting.publishing import PublishingError, current_catalog, publish, save_revision
from troubleshooting.publishing.articles import locked
from troubleshooting.publishing.audit import Actor

_TRIES = 3


@dataclass
class Known:
    """The catalog as it grows in a run: read once, not once for each file."""

    catalog: Catalog
    images: set[str]
    articles: set[str]

    @classmethod
    def now(cls, slugs: set[str]) -> "Known":
        """``slugs`` are those of the run's own articles: links between them hold once all are there."""
        catalog, images = current_catalog(), set(Image.objects.values_list("name", flat=True))
        articles = {*Article.objects.published().values_list("slug", flat=True), *slugs}
        return cls(replace(catalog, images=images, articles=articles), images, articles)

    def refresh(self) -> None:
        self.catalog = replace(current_catalog(), images=self.images, articles=self.articles)


@dataclass(frozen=True)
class Manner:
    """How drafts are stored."""

    publish: bool = False
    overwrite: bool = False
    is_dry: bool = False
    by: Actor = None


@dataclass(frozen=True)
class Reading:
    """One file as it was read."""

    collection: str
    path: PurePosixPath
    digest: str
    draft: Draft
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    is_ours: bool = False
    stays_draft: str = ""


def store(reading: Reading, known: Known, manner: Manner) -> FileReport:
    """One file in a transaction of its own, taken back in a dry run. Another run at the same time does no harm."""
    for left in reversed(range(_TRIES)):
        before = known.catalog
        report = FileReport(str(reading.path), Outcome.REFUSED)
        try:
            with transaction.atomic():
                _store(reading, known, manner, report)
                if manner.is_dry or report.outcome in FAILS:
                    transaction.set_rollback(True)
        except PublishingError as error:
            if left and _of_reading(reading).filter(digest=reading.digest).exists():
                continue
            report.outcome = Outcome.REFUSED
            report.problems += error.problems
        except IntegrityError:
            # Another run has stored the same file or topic in between; what it made is there now.
            known.refresh()
            if not left:
                raise
            continue
        if manner.is_dry or report.outcome in FAILS:
            known.catalog = before
        report.mapped, report.kept = reading.draft.mapped + report.mapped, reading.draft.kept
        report.problems = [*reading.draft.problems, *report.problems]
        return report
    raise AssertionError


def _of_reading(reading: Reading) -> ImportedFileQuerySet:
    return ImportedFile.objects.filter(collection=reading.collection, path=str(reading.path))


def _store(reading: Reading, known: Known, manner: Manner, report: FileReport) -> None:
    document = reading.draft.document
    assert document is not None
    report.describe(document)
    row = _of_reading(reading).select_for_update().first()
    if row and row.digest == reading.digest:
        report.outcome = Outcome.UNCHANGED
        _publish_unchanged(row, reading, known, manner, report)
        return
    if problems := _unstorable(document):
        report.problems += problems
        return
    _keep_shelves(reading.draft, known, report)
    _keep_pictures(reading, known, manner)
    article = row.article if row else _article_of(document, reading)
    base = _base(row, article)
    revision, theirs = _save(document, article, base, reading, manner, report)
    if report.outcome in FAILS:
        return
    row = row or ImportedFile(collection=reading.collection, path=str(reading.path))
    row.article, row.digest, row.content = revision.article, reading.digest, theirs.model_dump(mode="json")
    row.save()
    _finish(revision, reading, known, manner, report)


def _unstorable(document: ArticleDocument) -> list[Problem]:
    """Why the editors could not open it again. Lines would be those of a file that nobody has."""
    parsed = normalize(document)
    if parsed.document == document:
        return []
    problems = [replace(problem, line=None) for problem in parsed.problems]
    return problems or [Problem("error", _("This text cannot be kept as it is; nothing was stored."))]


def _keep_shelves(draft: Draft, known: Known, report: FileReport) -> None:
    """The topic and the products, created where they are missing."""
    missing: list[tuple[type[Topic] | type[Product], Shelf, str]] = []
    if draft.topic and draft.topic.slug not in known.catalog.topics:
        missing.append((Topic, draft.topic, _("New topic: %(name)s")))
    missing += [
        (Product, each, _("New product: %(name)s"))
        for each in draft.products
        if each.slug not in known.catalog.products
    ]
    for model, shelf, words in missing:
        model._default_manager.get_or_create(slug=shelf.slug, defaults={"name": shelf.name})
        report.mapped.append(words % {"name": shelf.name})
    if missing:
        known.refresh()


def _keep_pictures(reading: Reading, known: Known, manner: Manner) -> None:
    for picture in reading.pictures.values():
        image = keep_image(
            encoded=picture.encoded, alternative=picture.alternative, file_name=picture.file_name, by=manner.by
        )
        known.images.add(image.name)


def _article_of(document: ArticleDocument, reading: Reading) -> Article | None:
    """Of a file of ours that was not imported before, by its slug."""
    return Article.objects.filter(slug=document.slug).first() if reading.is_ours else None


def _base(row: ImportedFile | None, article: Article | None) -> ArticleDocument | None:
    """What both sides began from, as far as it is known."""
    source = row or (article.sources.order_by("-imported_at").first() if article else None)
    return source.document if source else None


def _save(
    document: ArticleDocument,
    article: Article | None,
    base: ArticleDocument | None,
    reading: Reading,
    manner: Manner,
    report: FileReport,
) -> tuple[Revision, ArticleDocument]:
    """The newest revision after the import, and the document of the file with the keys that it has now."""
    note = (_("Imported from %(name)s") % {"name": reading.path})[:200]
    if article is None:
        report.outcome = Outcome.NEW
        return save_revision(document=document, author=manner.by, note=note), document  # type: ignore[arg-type]
    latest = locked(article.pk).revisions.newest_first()[0]
    mine = latest.document
    theirs = carry_over(document, base or mine)
    base = base or next((each.document for each in article.revisions.newest_first() if each.document == theirs), None)
    report.outcome, wanted = _decide(base, mine, theirs, overwrite=manner.overwrite)
    if report.outcome is Outcome.EDITED_HERE:
        message = _(
            "Revision %(number)s was written here since and changes the same. To save the file's as a newer draft, import with --overwrite."
        )
        report.problems.append(Problem("error", message % {"number": latest.number}))
    if report.outcome not in {Outcome.CHANGED, Outcome.MERGED}:
        return latest, theirs
    return save_revision(document=wanted, article=article, author=manner.by, note=note), theirs  # type: ignore[arg-type]


def _decide(
    base: ArticleDocument | None, mine: ArticleDocument, theirs: ArticleDocument, *, overwrite: bool
) -> tuple[Outcome, ArticleDocument]:
    """What becomes of the file's document beside the newest one here."""
    if theirs in (mine, base):
        return Outcome.UNCHANGED, mine
    if base in (None, mine):
        return Outcome.CHANGED, theirs
    assert base is not None
    text = merge(print_document(base), print_document(mine), print_document(theirs))
    merged = parse(text).document if text is not None else None
    if merged:
        return (Outcome.UNCHANGED if merged == mine else Outcome.MERGED), merged
    return (Outcome.CHANGED, theirs) if overwrite else (Outcome.EDITED_HERE, mine)


# Publishing


def _publish_unchanged(row: ImportedFile, reading: Reading, known: Known, manner: Manner, report: FileReport) -> None:
    """What an earlier import left a draft; edits made here since are not published by a file."""
    latest = row.article.revisions.newest_first()[0]
    report.describe(latest.document)
    if manner.publish and row.article.published_revision_id != latest.pk and latest.document == row.document:
        _finish(latest, reading, known, manner, report)


def _finish(revision: Revision, reading: Reading, known: Known, manner: Manner, report: FileReport) -> None:
    """Say what keeps it from being published; publish it where that was asked for and nothing does."""
    report.describe(revision.document)
    article = revision.article
    if article.published_revision_id == revision.pk:
        return
    report.not_published = _why_not(revision, reading, report) if manner.publish else ""
    if not manner.publish or report.not_published:
        report.problems += _errors(revision, reading, known)
        return
    try:
        publish(revision, by=manner.by, catalog=known.catalog, reviewed_elsewhere=True)
    except PublishingError as refused:
        # The linter knows the lines of the file, which publishing does not.
        errors = _errors(revision, reading, known)
        report.problems += errors or refused.problems
        report.not_published = _("It has errors.") if errors else str(refused)
    else:
        known.articles.add(revision.document.slug)
        report.published = True


def _errors(revision: Revision, reading: Reading, known: Known) -> list[Problem]:
    """What keeps it from being published; publishing finds the same by itself."""
    found = lint(revision.document, known.catalog, reading.draft.lines)
    return [problem for problem in found if problem.severity == "error" and problem not in reading.draft.problems]


def _why_not(revision: Revision, reading: Reading, report: FileReport) -> str:
    if reading.stays_draft:
        return reading.stays_draft
    if report.outcome is Outcome.MERGED:
        return _("It was merged with edits made here; look at it, then publish it.")
    return _("It was retired here.") if revision.article.status == Article.Status.RETIRED else ""
