"""`manage.py lint_articles`: the problems of all articles or files, by line, with an exit status for a build."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from tests.factories import make_article, make_catalog, make_document, make_question, make_scenario
from tests.staff.queries import count_queries
from troubleshooting.documents.markdown import print_document
from troubleshooting.models import Revision
from troubleshooting.publishing import linting, save_revision, trash

pytestmark = pytest.mark.django_db


def run(*arguments):
    """What it printed, and what it failed with, if it did."""
    out = StringIO()
    try:
        call_command("lint_articles", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def make_warned(**values):
    """Its one question leads to the same cause whatever is answered."""
    return make_document(questions=(make_question("change", {"moved": "moved", "closed": "moved"}),), **values)


def test_sound_articles_give_a_summary_and_no_failure():
    make_article()
    assert run() == ("1 checked: 0 errors, 0 warnings.\n", "")


def test_it_reads_the_published_revisions_and_with_drafts_the_newest():
    article = make_article()
    save_revision(document=make_document(topic="nowhere"), article=article)
    save_revision(document=make_document(slug="draft", scenarios=(make_scenario(),), topic="gone"))
    assert run() == ("1 checked: 0 errors, 0 warnings.\n", "")

    printed, failure = run("--drafts")
    assert "error-9:6 error: There is no topic `nowhere`." in printed
    assert "(@topic)" in printed
    assert "draft:6 error: There is no topic `gone`." in printed
    assert failure == "2 checked: 2 errors, 0 warnings."


def test_what_is_in_the_trash_is_not_linted():
    draft = save_revision(document=make_document(topic="gone"))
    trash(draft.article, by=None)
    assert run("--drafts") == ("0 checked: 0 errors, 0 warnings.\n", "")


def test_single_articles_can_be_named_and_an_unknown_one_is_an_error():
    make_article()
    make_article(title="Other", slug="other", codes=("10",))
    assert run("--slug", "other")[0] == "1 checked: 0 errors, 0 warnings.\n"
    printed, failure = run("--slug", "other", "--slug", "nothing")
    assert printed == "nothing error: No such article is published.\n"
    assert failure == "2 checked: 1 errors, 0 warnings."
    assert "nothing error: There is no such article." in run("--slug", "nothing", "--drafts")[0]


def test_warnings_fail_only_when_asked_to():
    make_article(make_warned(scenarios=(make_scenario(), make_scenario("closed", "The account is closed"))))
    printed, failure = run()
    assert "warning: No answers lead to this scenario." in printed
    assert "(closed)" in printed
    assert printed.endswith("1 checked: 0 errors, 1 warnings.\n")
    assert failure == ""
    assert run("--strict")[1] == "1 checked: 0 errors, 1 warnings."


def test_the_lines_are_those_of_the_document_editor():
    article = make_article()
    document = make_document(questions=(make_question("change", {"moved": "nowhere"}),))
    save_revision(document=document, article=article)
    lines = print_document(document).split("\n")
    [line] = [number for number, text in enumerate(lines, start=1) if "(#nowhere)" in text]
    assert f"error-9:{line} error:" in run("--drafts")[0]
    assert "(change/moved, to)" in run("--drafts")[0]


def test_a_revision_that_cannot_be_read_stops_no_other():
    broken = make_article(title="A", slug="a", codes=("1",))
    Revision.objects.filter(article=broken).update(content={"title": "?"})
    make_article(title="B", slug="b", codes=("2",))
    printed, failure = run()
    assert printed == "a error: Revision 1 cannot be read. Restore another one.\n"
    assert failure == "2 checked: 1 errors, 0 warnings."


def test_json_is_for_programs():
    article = make_article()
    save_revision(document=make_document(topic="nowhere"), article=article)
    printed, failure = run("--drafts", "--format", "json")
    report = json.loads(printed)
    assert (report["checked"], report["errors"], report["warnings"]) == (1, 1, 0)
    [problem] = report["problems"]
    assert problem["where"] == "error-9"
    assert (problem["severity"], problem["line"], problem["node"], problem["field"]) == ("error", 6, "@topic", "")
    assert failure == "1 checked: 1 errors, 0 warnings."


def write(folder, name, document):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(print_document(document))
    return path


def test_files_and_folders_are_linted_against_database_and_catalog_above_them(tmp_path):
    make_catalog()
    write(tmp_path, "articles/known.md", make_document())
    (tmp_path / "catalog.yaml").write_text(
        "topics:\n  - slug: new\n    name: New\n"
        "products:\n  - slug: app\n    name: App\n"
        "destinations:\n  - key: home\n    label: Home\n    url: https://example.com/\n"
        "procedures:\n  - key: restart\n    title: Restart\n    steps: |\n      1. Restart it.\n"
    )
    text = print_document(make_document(topic="new", products=("app",)))
    text = text.replace(
        "1. Sign in.", "1. Sign in.\n\n   [Take me there](destination:home)\n2. [Restart](procedure:restart)"
    )
    (tmp_path / "articles" / "new.md").write_text(text)
    assert run(tmp_path) == ("2 checked: 0 errors, 0 warnings.\n", "")
    assert run(tmp_path / "articles" / "new.md") == ("1 checked: 0 errors, 0 warnings.\n", "")


def test_one_bad_file_never_stops_the_rest(tmp_path):
    make_catalog()
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "text.md").write_text("no article")
    write(tmp_path, "z.md", make_document())
    empty = tmp_path / "empty"
    empty.mkdir()
    printed, failure = run(tmp_path, tmp_path / "nothing.md", empty)
    assert "binary.md error: This is no text in UTF-8." in printed
    assert "folder.md error: This file cannot be read: " in printed
    assert "text.md:1 error: The file has no header." in printed
    assert "nothing.md error: There is no such file or folder." in printed
    assert "empty error: There are no `*.md` files" in printed
    assert failure.startswith("6 checked: 5 errors")


def test_a_broken_catalog_is_an_error_and_the_articles_are_still_linted(tmp_path):
    make_catalog()
    (tmp_path / "catalog.yaml").write_text("topics: [")
    write(tmp_path, "a.md", make_document())
    printed, failure = run(tmp_path)
    assert "catalog.yaml error: " in printed
    assert failure == "2 checked: 1 errors, 0 warnings."


def test_files_can_be_linted_without_a_database(tmp_path, monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr(linting, "current_catalog", gone)
    (tmp_path / "catalog.yaml").write_text("topics:\n  - slug: banking\n    name: Banking\n")
    write(tmp_path, "a.md", make_document())
    assert run(tmp_path) == ("1 checked: 0 errors, 0 warnings.\n", "")


def test_files_have_no_slug_and_no_drafts(tmp_path):
    assert "Leave out the paths or the options" in run(tmp_path, "--drafts")[1]


def test_the_queries_do_not_grow_with_the_articles():
    make_article()
    one = count_queries(run)
    for number in range(4):
        make_article(title=f"A{number}", slug=f"a{number}", codes=(f"1{number}",))
    assert count_queries(run) == one
