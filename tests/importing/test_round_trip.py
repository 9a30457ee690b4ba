"""Out into files and back into an empty portal: byte for byte the same, images included."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.documents.strategies import FEW, HOSTILE_VALUES, documents, lines
from tests.factories import make_article, make_document, make_procedure, make_scenario
from tests.pictures import file_of, make_photo, make_screenshot
from troubleshooting.documents.catalog_file import UNREADABLE, CatalogFile, parse_catalog, print_catalog
from troubleshooting.documents.schema import Text
from troubleshooting.images import ImageError, encoded_before, store_image
from troubleshooting.importing import uploads
from troubleshooting.importing.sources import SourceError
from troubleshooting.models import (
    Article,
    AuditEntry,
    Destination,
    FormerSlug,
    Image,
    ImportedFile,
    Page,
    Procedure,
    Product,
    Revision,
    SearchRedirect,
    Synonym,
    Topic,
)
from troubleshooting.publishing import publish, retire, save_revision

CONTENT = Path(__file__).parents[2] / "content"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def export(folder, *options):
    call_command("export_articles", str(folder), "-v0", *options)
    return files(folder)


def bring(folder, *options):
    call_command("import_articles", str(folder), "-v0", *options)


def empty():
    """All content gone, as in a portal that was just set up."""
    Article.objects.update(published_revision=None, status="draft")
    # Nothing but a new database is rid of these.
    QuerySet(AuditEntry)._raw_delete(connection.alias)
    for model in (ImportedFile, SearchRedirect, FormerSlug, Page, Revision, Article, Procedure, Destination):
        model.objects.all().delete()
    for model in (Topic, Product, Image, Synonym):
        model.objects.all().delete()


@pytest.fixture
def portal(db):
    image = store_image(data=file_of(make_screenshot()), alternative="The red light", file_name="light.png", by=None)
    store_image(data=file_of(make_photo()), alternative="Nobody shows: “this” #1", by=None)
    make_procedure()
    Topic.objects.create(slug="no", name="no", description="1:30 é")
    body = (Text(markdown=f"![The red light](/images/{image.name})"),)
    article = make_article(make_document(products=("ledger",), body=body))
    make_article(make_document(slug="other", title="Other", scenarios=(make_scenario("a", "A"),)))
    Synonym.objects.create(words="sign in, log in")
    SearchRedirect.objects.create(query="Bank: down", folded="bank down", article=article, scenario="moved")


def test_export_import_export_is_byte_for_byte_the_same(portal, tmp_path):
    before = export(tmp_path / "one")
    assert len(before) == 5
    empty()
    bring(tmp_path / "one", "--publish")
    assert export(tmp_path / "two") == before
    assert Article.objects.published().count() == 2
    assert SearchRedirect.objects.get().article.slug == "error-9"


def test_the_sample_content_is_as_an_export_writes_it(db, tmp_path):
    bring(CONTENT, "--publish")
    assert export(tmp_path) == files(CONTENT)
    bring(CONTENT, "--check")


def test_a_second_export_touches_nothing_and_keeps_what_is_gone_until_told(portal, tmp_path):
    export(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    (tmp_path / "README.md").write_text("About this folder.")
    retire(Article.objects.get(slug="other"))
    assert "articles/other.md" in export(tmp_path)
    assert times.items() <= {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}.items()
    left = export(tmp_path, "--delete")
    assert "articles/other.md" not in left
    assert "README.md" in left


def test_an_article_whose_file_was_moved_is_written_where_it_is(portal, tmp_path):
    export(tmp_path)
    (tmp_path / "banking").mkdir()
    (tmp_path / "articles" / "error-9.md").rename(tmp_path / "banking" / "first.md")
    article = Article.objects.get(slug="error-9")
    document = article.published_revision.document.model_copy(update={"title": "Bank error nine"})
    publish(save_revision(document=document, article=article))
    written = export(tmp_path)
    assert b"Bank error nine" in written["banking/first.md"]
    assert "articles/error-9.md" not in written


def test_drafts_are_exported_only_when_asked_for(portal, tmp_path):
    save_revision(document=make_document(slug="new"))
    assert "articles/new.md" not in export(tmp_path)
    assert "articles/new.md" in export(tmp_path, "--drafts")


def test_a_check_names_what_is_missing_on_either_side(portal, tmp_path, capsys):
    export(tmp_path)
    (tmp_path / "articles" / "other.md").unlink()
    text = (tmp_path / "articles" / "error-9.md").read_text()
    (tmp_path / "articles" / "mine.md").write_text(text.replace("slug: error-9", "slug: mine"))
    with pytest.raises(CommandError, match="differ"):
        call_command("import_articles", str(tmp_path), "--check")
    told = capsys.readouterr().out
    assert "articles/other.md: would be new by an export" in told
    assert "articles/mine.md: is in the folder only" in told


def test_an_image_that_is_not_as_it_was_exported_is_refused(portal, tmp_path):
    export(tmp_path)
    image = next((tmp_path / "images").iterdir())
    image.write_bytes(image.read_bytes() + b"more")
    empty()
    with pytest.raises(CommandError):
        bring(tmp_path)
    assert not Image.objects.exists()


@pytest.mark.parametrize("data", [b"", b"RIFF", b"<svg>", b"RIFF\x04\0\0\0WEBPVP8X"])
def test_bytes_that_are_no_image_of_ours_are_refused(data):
    with pytest.raises(ImageError):
        encoded_before(data, f"{'0' * 32}-1x1.webp")


def test_another_file_under_the_name_of_an_image_is_refused(db):
    image = store_image(data=file_of(make_screenshot()), alternative="The red light", by=None)
    assert encoded_before(bytes(image.content), image.name).content == bytes(image.content)
    with pytest.raises(ImageError, match="not as it was exported"):
        encoded_before(file_of(make_screenshot(), "WEBP"), image.name)


def test_a_folder_that_is_a_file_is_said(tmp_path, db):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="is no folder"):
        export(tmp_path / "file")


# Any content


texts = (st.sampled_from(HOSTILE_VALUES) | lines(90)).map(str.strip).filter(bool)
keys = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)


def entries(**fields):
    return st.lists(st.fixed_dictionaries(fields), max_size=3)


catalogs = st.builds(
    CatalogFile,
    topics=entries(slug=keys, name=texts, description=texts),
    products=entries(slug=keys, name=texts),
    destinations=entries(
        key=keys, label=texts, url=st.sampled_from(["https://Example.com", "https://example.com/a?b=1#c"])
    ),
    procedures=entries(key=keys, title=texts, steps=st.lists(texts, min_size=1).map("\n".join)),
    synonyms=entries(words=texts),
    redirects=entries(query=texts, article=keys, scenario=st.none() | keys),
)


@settings(max_examples=50)
@given(catalogs)
def test_a_printed_catalog_is_read_as_the_same(catalog):
    assert parse_catalog(print_catalog(catalog)) == catalog


@pytest.mark.parametrize(
    "text",
    ["a: &x [1]\nb: *x", "topics: [[[[1]]]]", "topics: " + "[" * 5_000, "topics: [{slug: a}]", "- a", "\0", "a: b: c"],
)
def test_a_catalog_that_is_none_is_an_error_and_never_more(text):
    with pytest.raises(UNREADABLE):
        parse_catalog(text)


class AnyDocument(TestCase):
    """Any document as a draft: out, in and out again."""

    @settings(FEW, max_examples=8)
    @given(documents())
    def test_round_trip(self, document):
        folder = Path(self.enterContext(TemporaryDirectory()))
        save_revision(document=document)
        before = export(folder / "one", "--drafts")
        empty()
        bring(folder / "one")
        self.assertEqual(export(folder / "two", "--drafts"), before)  # noqa: PT009 Django's class for hypothesis


@pytest.mark.django_db
def test_an_export_needs_a_folder_that_can_be_written(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    for path, reason in ((taken, "no folder"), (taken / "below", "cannot be written")):
        with pytest.raises(CommandError, match=reason):
            call_command("export_articles", str(path))


@pytest.mark.django_db
def test_an_upload_may_be_neither_empty_nor_too_large(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1_048_576)
    by = User.objects.create_user("ada")
    for data, reason in ((b"", "empty"), (b"x" * 1_048_577, "larger than 1 MB")):
        with pytest.raises(SourceError, match=reason):
            uploads.keep_upload(data=data, name="a.zip", by=by)
