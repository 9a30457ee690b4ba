"""The portal's own files: the catalog, an article in each Markdown file, and the images. ``importing`` reads them back the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from troubleshooting.documents.catalog_file import (
    CATALOG_NAME,
    CatalogFile,
    DestinationEntry,
    ImageEntry,
    ProcedureEntry,
    ProductEntry,
    RedirectEntry,
    SynonymEntry,
    TopicEntry,
    print_catalog,
)
from troubleshooting.documents.links import image_size
from troubleshooting.documents.markdown import print_document
from troubleshooting.documents.markdown.printer import print_steps
from troubleshooting.models import (
    Article,
    Destination,
    Image,
    Procedure,
    Product,
    Revision,
    SearchRedirect,
    Synonym,
    Topic,
)
from troubleshooting.models.revisions import RevisionQuerySet

ARTICLES, IMAGES = PurePosixPath("articles"), PurePosixPath("images")
_SLUG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*---\r?\n(?:.*\r?\n)*?slug\s*:\s*[\"']?([a-z0-9-]+)")
_AT_ONCE = 50


@dataclass(frozen=True)
class Change:
    """What an export does to one file: ``new``, ``changed``, ``deleted``; ``left`` is one that it knows nothing of."""

    path: PurePosixPath
    what: str


def export_folder(folder: Path, *, drafts: bool = False, delete: bool = False) -> Iterator[Change]:
    """Write what differs, file by file. An article whose file stands elsewhere in the folder is written there.

    With ``drafts`` the newest revision of every article that is not in the trash, else the public ones.
    ``OSError`` where the folder cannot be written.
    """
    for change, data in _compared(folder, drafts=drafts):
        target = folder / change.path
        if data is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            yield change
        elif delete:
            target.unlink()
            yield Change(change.path, "deleted")
        else:
            yield change


def differences(folder: Path, *, drafts: bool = False) -> Iterator[Change]:
    """What an export would do; nothing is written."""
    return (change for change, _data in _compared(folder, drafts=drafts))


def _compared(folder: Path, *, drafts: bool) -> Iterator[tuple[Change, bytes | None]]:
    """Each file that differs, with what has to stand in it."""
    there = _files(folder)
    left = set(there)
    for path, data in _exported({slug: path for path, slug in there.items() if slug}, drafts=drafts):
        target = folder / path
        left.discard(path)
        if not target.is_file():
            yield Change(path, "new"), data
        elif target.read_bytes() != data:
            yield Change(path, "changed"), data
    for path in sorted(left):
        yield Change(path, "left"), None


def _files(folder: Path) -> dict[PurePosixPath, str]:
    """Files that an export may have written, each article with its slug. Links are left alone."""
    found: dict[PurePosixPath, str] = {}
    for file in sorted(folder.rglob("*.md")):
        path = PurePosixPath(file.relative_to(folder).as_posix())
        is_hidden = any(part.startswith(".") for part in path.parts)
        if not is_hidden and file.is_file() and not file.is_symlink() and (slug := _SLUG.match(file.read_bytes())):
            found[path] = slug[1].decode()
    for file in sorted((folder / IMAGES).glob("*.webp")):
        if image_size(file.name) and not file.is_symlink():
            found[IMAGES / file.name] = ""
    return found


def _exported(places: Mapping[str, PurePosixPath], *, drafts: bool) -> Iterator[tuple[PurePosixPath, bytes]]:
    slugs = set()
    for revision in _revisions(drafts=drafts).iterator(_AT_ONCE):
        document = revision.document
        slugs.add(revision.article.slug)
        path = places.get(document.slug, ARTICLES / f"{revision.article.slug}.md")
        yield path, print_document(document).encode()
    for image in Image.objects.order_by("name").iterator(_AT_ONCE):
        yield IMAGES / image.name, bytes(image.content)
    if catalog := print_catalog(_catalog(slugs)):
        yield PurePosixPath(CATALOG_NAME), catalog.encode()


def _revisions(*, drafts: bool) -> RevisionQuerySet:
    articles = Article.objects.not_trashed()
    return Revision.objects.newest_of(articles) if drafts else Revision.objects.public_of(articles)


def _catalog(slugs: set[str]) -> CatalogFile:
    return CatalogFile(
        topics=[
            TopicEntry(slug=each.slug, name=each.name, description=each.description) for each in Topic.objects.all()
        ],
        products=[ProductEntry(slug=each.slug, name=each.name) for each in Product.objects.all()],
        destinations=[
            DestinationEntry(key=each.key, label=each.label, url=each.url)
            for each in Destination.objects.order_by("key")
        ],
        procedures=[
            ProcedureEntry(key=each.key, title=each.title, steps=f"{print_steps(each.steps)}\n")
            for each in Procedure.objects.order_by("key")
        ],
        images=[
            ImageEntry(name=each.name, alternative=each.alternative, file_name=each.file_name)
            for each in Image.objects.for_list().order_by("name")
        ],
        synonyms=[
            SynonymEntry(words=words) for words in Synonym.objects.order_by("words").values_list("words", flat=True)
        ],
        redirects=[
            RedirectEntry(query=each.query, article=each.article.slug, scenario=each.scenario or None)
            for each in SearchRedirect.objects.filter(article__slug__in=slugs)
            .select_related("article")
            .order_by("folded")
        ],
    )
