"""What a release says about itself agrees, and what it installs is pinned and comes from anywhere."""

import re
import tomllib

import pytest

from tests.project.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)


def pins(name):
    return dict(PIN.findall((ROOT / "requirements" / name).read_text()))


def test_the_changelog_begins_with_the_version_of_the_project():
    version = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version
    assert version[1] == PROJECT["version"]


def test_the_sweep_sees_the_requirements():
    assert [path.name for path in REQUIREMENTS] == ["dev.txt", "prod.txt", "uv.txt"]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_no_host(path):
    assert (
        re.findall(r"^.*(?:://|--index-url|--extra-index-url|--find-links|@ ).*$", path.read_text(), re.MULTILINE) == []
    )


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path):
    entries = path.read_text().replace("\\\n", " ").splitlines()
    assert entries
    assert [entry for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry] == []


def test_production_installs_every_dependency_and_no_test_tool():
    wanted = [
        *PROJECT["dependencies"],
        *(name for extra in PROJECT["optional-dependencies"].values() for name in extra),
    ]
    assert {re.match(r"[a-z0-9-]+", name)[0] for name in wanted} <= set(pins("prod.txt"))
    assert {"pytest", "mypy", "ruff", "hypothesis", "playwright"}.isdisjoint(pins("prod.txt"))


def test_tests_run_on_the_versions_of_production():
    assert pins("prod.txt").items() <= pins("dev.txt").items()
