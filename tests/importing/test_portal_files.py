"""The portal's own files, as ``manage.py import_articles`` brings them in."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_document, make_fix, make_scenario, make_step
from troubleshooting.documents.markdown import print_document
from troubleshooting.documents.problems import Problem
from troubleshooting.importing import catalog, storing
from troubleshooting.models import Article, Destination, Procedure, Product, Step, Topic
from troubleshooting.publishing import PublishingError, save_revision
from troubleshooting.search import search

pytestmark = pytest.mark.django_db
CATALOG = """\
topics:
  - {slug: banking, name: Banking}
products:
  - {slug: no, name: no}
destinations:
  - {key: list, label: The list, url: "https://example.com/list"}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "catalog.yaml").write_text(CATALOG)
    steps = (make_step(destination="list"),)
    document = make_document(products=("no",), scenarios=(make_scenario(fixes=(make_fix(steps=steps),)),))
    (tmp_path / "error-9.md").write_text(print_document(document))
    return tmp_path


def run(path, capsys, *options):
    call_command("import_articles", str(path), "--publish", "-v2", *options)
    return capsys.readouterr().out


def test_a_folder_brings_its_catalog_and_publishes_its_articles(folder, capsys):
    assert "error-9.md: new, published" in run(folder, capsys)
    article = Article.objects.published().get()
    assert (article.topic.name, article.products.get().name) == ("Banking", "no")
    assert "https://example.com/list" in article.page.body


def test_a_second_import_changes_nothing(folder, capsys):
    run(folder, capsys)
    out = run(folder, capsys)
    assert out.count(": unchanged") == 2
    assert Article.objects.get().revisions.count() == 1


def test_a_changed_file_becomes_the_next_published_revision(folder, capsys):
    run(folder, capsys)
    file = folder / "error-9.md"
    file.write_text(file.read_text().replace("Bank error 9", "Bank error nine"))
    run(folder, capsys)
    article = Article.objects.get()
    assert (article.title, article.published_revision.number) == ("Bank error nine", 2)


def test_a_renamed_destination_reaches_the_pages_that_open_it(folder, capsys):
    run(folder, capsys)
    (folder / "catalog.yaml").write_text(CATALOG.replace("com/list", "com/elsewhere"))
    run(folder, capsys)
    assert "https://example.com/elsewhere" in Article.objects.get().page.body


def test_a_file_with_errors_is_refused_with_its_lines_and_holds_up_no_other(folder, capsys):
    (folder / "broken.md").write_text(
        (folder / "error-9.md")
        .read_text()
        .replace("topic: banking", "topic: bankin")
        .replace("slug: error-9", "slug: broken")
    )
    with pytest.raises(CommandError, match="1 of the files refused or not published"):
        call_command("import_articles", str(folder), "--publish")
    errors = capsys.readouterr().err
    assert "broken.md line" in errors
    assert "banking" in errors
    assert Article.objects.published().count() == 1


def test_a_file_is_the_next_revision_of_the_article_with_its_slug(folder, capsys):
    run(folder, capsys)
    save_revision(document=make_document(slug="other"))
    draft = (folder / "error-9.md").read_text().replace("slug: error-9", "slug: other")
    (folder / "second.md").write_text(draft)
    run(folder, capsys)
    assert Article.objects.get(slug="other").revisions.count() == 2


@pytest.mark.parametrize(
    "catalog",
    ["topics: [", "topics: [{slug: A B, name: x}]", "shelves: []", "destinations: [{key: a, label: b, url: x}]"],
)
def test_a_catalog_with_errors_is_refused_whole(tmp_path, catalog):
    (tmp_path / "catalog.yaml").write_text(f"{catalog}\n")
    with pytest.raises(CommandError):
        call_command("import_articles", str(tmp_path))
    assert not any(model.objects.exists() for model in (Topic, Product, Destination))


PROCEDURE = """\
procedures:
  - key: sign-in-again
    title: Sign in again
    steps: |
      1. Sign out.
      2. Sign in.

         [Take me there](destination:list)
"""


def test_a_shared_procedure_comes_with_the_catalog_and_is_shown_by_the_articles(folder, capsys):
    (folder / "catalog.yaml").write_text(CATALOG + PROCEDURE)
    file = folder / "error-9.md"
    file.write_text(file.read_text().replace("1. Sign in.", "1. [Sign in again](procedure:sign-in-again)\n2. Sign in."))
    assert "error-9.md: new, published" in run(folder, capsys)
    assert Procedure.objects.get().destinations.get().key == "list"
    assert Step.objects.get(procedure__isnull=False).text == "Sign out.\nSign in."

    assert run(folder, capsys).count(": unchanged") == 2
    (folder / "catalog.yaml").write_text(CATALOG + PROCEDURE.replace("1. Sign out.", "1. Close the browser."))
    assert "catalog.yaml: changed" in run(folder, capsys)
    article = Article.objects.get()
    assert "Close the browser." in article.page.body
    assert search("close the browser").hits
    assert Step.objects.get(procedure__isnull=False).text.startswith("Close the browser.")


def test_a_shared_procedure_with_errors_is_refused_with_the_line_of_its_steps(folder, capsys):
    (folder / "catalog.yaml").write_text(CATALOG + PROCEDURE.replace("destination:list", "destination:lost"))
    with pytest.raises(CommandError, match="of the files refused"):
        call_command("import_articles", str(folder), "--publish")
    assert "Procedure sign-in-again, line 2 of its steps" in capsys.readouterr().err
    assert not Topic.objects.exists()


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="no file or folder"):
        call_command("import_articles", str(tmp_path / "nothing"))


def test_a_file_that_publishing_refuses_is_a_draft_with_the_reason(folder, monkeypatch, capsys):
    def refuse(*_arguments, **_values):
        raise PublishingError([Problem("error", "Refused at last.")])

    monkeypatch.setattr(storing, "publish", refuse)
    with pytest.raises(CommandError):
        call_command("import_articles", str(folder), "--publish")
    assert "error-9.md: not published. Refused at last." in capsys.readouterr().err
    assert Article.objects.get().status == Article.Status.DRAFT


def test_a_draft_that_equals_the_file_is_published(folder, capsys):
    run(folder, capsys)
    article = Article.objects.get()
    draft = article.published_revision.document.model_copy(update={"title": "Bank error nine"})
    save_revision(document=draft, article=article)
    (folder / "error-9.md").write_text(print_document(draft))
    assert "error-9.md: unchanged, published" in run(folder, capsys)
    article.refresh_from_db()
    assert (article.published_revision.number, article.revisions.count()) == (2, 2)


def test_files_in_folders_and_with_a_byte_order_mark_are_read(folder, capsys):
    (folder / "banking").mkdir()
    text = (folder / "error-9.md").read_text()
    (folder / "error-9.md").unlink()
    (folder / "banking" / "error-9.md").write_text(text, "utf-8-sig")
    assert "error-9.md: new, published" in run(folder, capsys)


def test_a_file_that_is_no_text_is_refused_and_holds_up_no_other(folder, capsys):
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="1 of the files refused or not published"):
        call_command("import_articles", str(folder), "--publish")
    assert Article.objects.published().count() == 1


def test_a_catalog_whose_pages_cannot_be_made_anew_is_not_stored(folder, monkeypatch):
    def refuse(*_arguments, **_values):
        raise PublishingError([Problem("error", "Refused at last.")])

    monkeypatch.setattr(catalog, "rerender", refuse)
    with pytest.raises(PublishingError):
        call_command("import_articles", str(folder), "--publish")
    assert not Topic.objects.exists()


def test_a_step_whose_text_changed_in_the_file_keeps_its_row(folder, capsys):
    run(folder, capsys)
    before = Step.objects.get().pk
    file = folder / "error-9.md"
    file.write_text(file.read_text().replace("Sign in.", "Sign in to the bank."))
    run(folder, capsys)
    assert (Step.objects.get(retired_at=None).pk, Step.objects.get().text) == (before, "Sign in to the bank.")


def test_a_file_about_the_folder_is_no_article_and_one_that_is_no_text_is_refused(folder, capsys):
    (folder / "README.md").write_text("# How this folder is kept\n")
    (folder / "broken.md").write_bytes(b"---\ntitle: \xff\n---\n")
    with pytest.raises(CommandError, match="1 of the files"):
        call_command("import_articles", str(folder))
    assert Article.objects.count() == 1
