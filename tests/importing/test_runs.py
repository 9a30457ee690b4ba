"""Imports again and again: what changed is stored, what staff wrote stays, and one file never stops another."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from tests.factories import make_article, make_document
from tests.pictures import file_of, make_screenshot
from troubleshooting.documents.markdown import print_document
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import Text
from troubleshooting.importing import runs, storing
from troubleshooting.importing.sources import open_collection
from troubleshooting.importing.storing import Manner
from troubleshooting.models import (
    Article,
    AuditEntry,
    Image,
    ImportedFile,
    Page,
    Product,
    Revision,
    Topic,
)
from troubleshooting.publishing import articles, publish, retire, save_revision

pytestmark = pytest.mark.django_db
TABLES = (Article, AuditEntry, Image, ImportedFile, Page, Product, Revision, Topic)
HELP = """\
---
title: {title}
---

## Symptoms

The printer blinks.

## Resolution

1. Turn it off.
2. Turn it on.
"""


def counts():
    return [model.objects.count() for model in TABLES]


@pytest.fixture
def folder(tmp_path):
    """Three articles of another tool, one of them with an image."""
    folder = tmp_path / "help"
    (folder / "media").mkdir(parents=True)
    for name in ("blinking", "jammed"):
        (folder / f"{name}.md").write_text(HELP.format(title=f"The printer is {name}"))
    text = HELP.format(title="The printer is silent") + "\n![The switch at its back](media/switch.png)\n"
    (folder / "silent.md").write_text(text)
    (folder / "media" / "switch.png").write_bytes(file_of(make_screenshot()))
    return folder


def bring(folder, *options):
    call_command("import_articles", str(folder), "-v0", *options)


def reported(folder, tmp_path, *options):
    """The account of each file by its path, and the exit status."""
    target = tmp_path / "report.json"
    failed = ""
    try:
        bring(folder, "--report", str(target), *options)
    except CommandError as error:
        failed = str(error)
    return {file["path"]: file for file in json.loads(target.read_text())["files"]}, failed


def newest(slug):
    return Article.objects.get(slug=slug).revisions.newest_first()[0]


def edit(slug, **values):
    revision = newest(slug)
    return save_revision(document=revision.document.model_copy(update=values), article=revision.article)


def change(folder, name, old, new):
    file = folder / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_everything_arrives_as_drafts_with_its_images(folder, tmp_path):
    report, failed = reported(folder, tmp_path)
    assert not failed
    assert {file["outcome"] for file in report.values()} == {"new"}
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}
    assert Image.objects.get().name in print_document(newest("silent").document)
    assert Image.objects.get().alternative == "The switch at its back"


def test_a_second_run_writes_nothing(folder, tmp_path, monkeypatch):
    bring(folder)
    before = counts()
    monkeypatch.setattr(ImportedFile, "save", None)
    report, failed = reported(folder, tmp_path)
    assert (counts(), failed) == (before, "")
    assert {file["outcome"] for file in report.values()} == {"unchanged"}


def test_a_dry_run_tells_the_same_and_writes_nothing(folder, tmp_path):
    before = counts()
    foretold, _ = reported(folder, tmp_path, "--dry-run", "--publish")
    assert counts() == before
    done, _ = reported(folder, tmp_path, "--publish")
    assert counts() != before
    told = ("outcome", "slug", "published", "scenarios", "steps", "problems")
    assert [[file[name] for name in told] for file in foretold.values()] == [
        [file[name] for name in told] for file in done.values()
    ]


def test_a_changed_file_becomes_the_next_draft_and_nothing_else_changes(folder):
    bring(folder)
    change(folder, "jammed.md", "Turn it off", "Open the lid")
    bring(folder)
    assert newest("jammed").number == 2
    assert Revision.objects.count() == 4


def test_a_changed_image_makes_the_article_anew(folder):
    bring(folder)
    (folder / "media" / "switch.png").write_bytes(file_of(make_screenshot(color="red")))
    bring(folder)
    assert (newest("silent").number, Image.objects.count(), newest("jammed").number) == (2, 2, 1)


def test_changes_of_the_file_and_of_staff_are_put_together(folder, tmp_path):
    bring(folder)
    edit("jammed", publisher="Acme")
    change(folder, "jammed.md", "Turn it on", "Close the lid")
    report, failed = reported(folder, tmp_path, "--publish")
    document = newest("jammed").document
    assert (report["jammed.md"]["outcome"], document.publisher) == ("merged", "Acme")
    assert "Close the lid" in print_document(document)
    # Nobody has looked at the two together yet.
    assert "merged" in report["jammed.md"]["not_published"]
    assert failed


def test_what_staff_wrote_since_is_kept_by_the_next_merge_as_well(folder):
    bring(folder)
    edit("jammed", publisher="Acme")
    for old, new in (("Turn it on", "Close the lid"), ("Close the lid", "Shut the lid")):
        change(folder, "jammed.md", old, new)
        bring(folder)
    assert newest("jammed").document.publisher == "Acme"
    assert "Shut the lid" in print_document(newest("jammed").document)


def test_what_both_changed_is_left_until_somebody_says_overwrite(folder, tmp_path):
    bring(folder)
    edit("jammed", title="Paper is stuck")
    change(folder, "jammed.md", "The printer is jammed", "Paper jam")
    for _again in range(2):
        report, failed = reported(folder, tmp_path)
        assert (report["jammed.md"]["outcome"], newest("jammed").number) == ("edited here", 2)
        assert "--overwrite" in report["jammed.md"]["problems"][-1]["message"]
        assert failed
    bring(folder, "--overwrite")
    assert (newest("jammed").number, newest("jammed").document.title) == (3, "Paper jam")
    assert Revision.objects.filter(content__title="Paper is stuck").exists()


def test_publishing_puts_out_what_has_no_errors_and_says_why_the_others_stay(folder, tmp_path, monkeypatch):
    real = storing.lint

    def strict(document, *more):
        return [Problem("error", "No.")] if document.slug == "jammed" else real(document, *more)

    for room in (storing, articles):
        monkeypatch.setattr(room, "lint", strict)
    report, failed = reported(folder, tmp_path, "--publish")
    assert failed
    assert {path for path, file in report.items() if file["published"]} == {"blinking.md", "silent.md"}
    assert report["jammed.md"]["not_published"] == "It has errors."
    assert Article.objects.get(slug="jammed").status == "draft"


def test_drafts_of_an_earlier_run_are_published_by_the_next(folder):
    bring(folder)
    bring(folder, "--publish")
    assert Article.objects.published().count() == 3
    assert Revision.objects.count() == 3


def test_a_file_publishes_no_edit_of_staff_and_brings_no_retired_article_back(folder):
    bring(folder, "--publish")
    edit("jammed", publisher="Acme")
    retire(Article.objects.get(slug="silent"))
    change(folder, "silent.md", "Turn it on", "Push the button")
    with pytest.raises(CommandError):
        bring(folder, "--publish")
    assert Article.objects.get(slug="jammed").published_revision.number == 1
    assert Article.objects.get(slug="silent").status == "retired"
    assert newest("silent").number == 2


def test_a_slug_that_is_taken_gets_a_number_and_keeps_it(folder):
    make_article(make_document(slug="jammed"))
    bring(folder)
    change(folder, "jammed.md", "Turn it off", "Open the lid")
    bring(folder)
    assert newest("jammed-2").number == 2
    assert Article.objects.count() == 4


def test_a_run_that_broke_off_is_taken_up_where_it_stopped(folder, monkeypatch):
    real, seen = runs.store, []

    def breaks_off(reading, *more):
        seen.append(reading.path)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(reading, *more)

    monkeypatch.setattr(runs, "store", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        bring(folder)
    assert Article.objects.count() == 1
    monkeypatch.setattr(runs, "store", real)
    bring(folder)
    assert (Article.objects.count(), Revision.objects.count()) == (3, 3)


def test_a_fault_in_one_file_holds_up_no_other(folder, tmp_path, monkeypatch):
    real = runs.store

    def fails(reading, *more):
        if reading.path.name == "jammed.md":
            raise ZeroDivisionError
        return real(reading, *more)

    monkeypatch.setattr(runs, "store", fails)
    report, failed = reported(folder, tmp_path)
    assert (report["jammed.md"]["outcome"], report["silent.md"]["outcome"]) == ("refused", "new")
    assert failed


def test_two_runs_at_once_make_each_article_once(folder):
    """The second began before the first had stored anything."""
    with open_collection(folder) as collection:
        first, second = (runs.prepare(collection, Manner()).reports() for _ in range(2))
        outcomes = [next(first).outcome, next(second).outcome, *(report.outcome for report in first)]
        outcomes += [report.outcome for report in second]
    assert Article.objects.count() == 3
    assert [outcome.value for outcome in outcomes].count("new") == 3


def test_an_image_that_is_none_is_kept_as_text_with_a_warning(folder, tmp_path):
    (folder / "media" / "switch.png").write_text("<svg></svg>")
    report, failed = reported(folder, tmp_path)
    assert not failed
    assert "media/switch.png is kept as text" in report["silent.md"]["problems"][-1]["message"]
    assert "The switch at its back" in print_document(newest("silent").document)
    assert not Image.objects.exists()


def test_an_image_without_words_gets_those_of_its_file_with_a_warning(folder, tmp_path):
    change(folder, "silent.md", "The switch at its back", "image")
    report, _ = reported(folder, tmp_path)
    assert Image.objects.get().alternative == "Image: switch"
    assert any("no text that says" in problem["message"] for problem in report["silent.md"]["problems"])


def test_a_check_fails_when_anything_would_change_and_writes_nothing(folder):
    before = counts()
    with pytest.raises(CommandError, match="differ"):
        bring(folder, "--check")
    assert counts() == before
    bring(folder)
    bring(folder, "--check")


def test_the_report_holds_the_sums(folder, tmp_path):
    target = tmp_path / "report.json"
    bring(folder, "--report", str(target))
    totals = json.loads(target.read_text())["totals"]
    assert (totals["files"], totals["new"], totals["refused"]) == (3, 3, 0)


def test_a_draft_of_a_public_article_leaves_the_page_as_it_is(folder):
    bring(folder, "--publish")
    change(folder, "jammed.md", "The printer is jammed", "Paper jam")
    bring(folder)
    article = Article.objects.get(slug="jammed")
    assert (article.title, newest("jammed").document.title) == ("The printer is jammed", "Paper jam")


def test_a_file_of_ours_that_is_behind_the_portal_takes_nothing_back(tmp_path):
    article = make_article()
    (tmp_path / "error-9.md").write_text(print_document(article.published_revision.document))
    publish(edit("error-9", body=(Text(markdown="Newer."),)))
    bring(tmp_path)
    assert newest("error-9").document.body == (Text(markdown="Newer."),)


def test_an_included_file_is_part_of_what_is_watched(folder, tmp_path):
    (folder / "includes").mkdir()
    part = folder / "includes" / "paper.md"
    part.write_text("Put paper in.")
    change(folder, "jammed.md", "1. Turn it off.", "[!INCLUDE [paper](includes/paper.md)]\n\n1. Turn it off.")
    told, _ = reported(folder, tmp_path)
    assert "Put paper in." in print_document(newest("jammed").document)
    assert told["includes/paper.md"]["outcome"] == "skipped"
    part.write_bytes(b"\xff\xfe\x00 no text")
    told, _ = reported(folder, tmp_path)
    assert told["jammed.md"]["outcome"] == "changed"
    assert told["blinking.md"]["outcome"] == "unchanged"


def test_what_another_run_has_stored_in_between_is_found_at_the_next_try(folder, tmp_path, monkeypatch):
    real, met = storing._store, []

    def store(reading, known, manner, report):
        if not met:
            met.append(reading.path)
            raise IntegrityError
        real(reading, known, manner, report)

    monkeypatch.setattr(storing, "_store", store)
    told, failed = reported(folder, tmp_path)
    assert not failed
    assert len(told) == Article.objects.count() == 3


def test_what_holds_nothing_or_may_not_be_read_is_told_and_the_rest_is_imported(folder, tmp_path):
    (folder / "empty.md").write_text(" \n")
    (folder / "away.md").symlink_to("/etc/hostname")
    told, failed = reported(folder, tmp_path)
    assert failed.startswith("2 of the files")
    assert told["away.md"]["outcome"] == told["empty.md"]["outcome"] == "refused"
    assert told["empty.md"]["problems"][0]["message"] == "There is no text in it."
    assert Article.objects.count() == 3
