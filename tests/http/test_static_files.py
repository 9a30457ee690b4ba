"""Style sheets and scripts as they are collected for production."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import storage
from django.core.management import call_command
from django.test import override_settings

from tests.project.paths import ROOT

STATIC = ROOT / "static"
IMPORT = re.compile(r'^import .* from "(\..*)";$', re.MULTILINE)
HASHED = re.compile(r"\.[0-9a-f]{12}\.(?:css|js)$")
SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if IMPORT.search(path.read_text()))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """As ``make run`` and the image collect them, those of Django and the libraries included."""
    root = tmp_path_factory.mktemp("static")
    production = {"BACKEND": "troubleshooting.http.static_files.HashedStaticFiles"}
    with override_settings(
        STATIC_ROOT=str(root),
        STORAGES=settings.STORAGES | {"staticfiles": production},
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield storage.staticfiles_storage


def test_the_sweep_sees_the_scripts_of_both_editors():
    assert {STATIC / "admin" / "editing.js", STATIC / "admin" / "outline.js"} < set(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_each_other_by_hashed_names(collected, script):
    name = str(script.relative_to(STATIC))
    served = Path(collected.path(collected.stored_name(name)))
    imported = IMPORT.findall(served.read_text())
    assert len(imported) == len(IMPORT.findall(script.read_text()))
    assert [each for each in imported if not HASHED.search(each) or not (served.parent / each).is_file()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_hashed_name_is_that_of_the_newest_content(collected, script):
    """Otherwise a browser would keep a part that imports parts of an older release."""
    name = str(script.relative_to(STATIC))
    for each in IMPORT.findall(Path(collected.path(collected.stored_name(name))).read_text()):
        part = (Path(name).parent / each).as_posix()
        with collected.open(part) as content:
            digest = collected.file_hash(part, content)
        assert f".{digest}." in each


def test_what_is_collected_is_compressed(collected):
    served = Path(collected.path(collected.stored_name("admin/editing.js")))
    assert [Path(f"{served}{ending}").is_file() for ending in (".gz", ".br")] == [True, True]
