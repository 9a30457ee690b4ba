"""Settings are read in one place, described in one table, and a wrong one stops the start."""

import ast
import os
import re
import subprocess
import sys

import pytest
import yaml

from tests.project.paths import ROOT

SETTINGS = ROOT / "helpportal" / "settings.py"
SERVER_SETTINGS = {"PORT", "WEB_CONCURRENCY"}
"""Read by gunicorn rather than by Django."""


def variables_read():
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)]
    readers = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return [call.args[0].value for call in readers if call.args]


def rows_of_the_readme():
    return re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)


def start(**environment):
    """Read the settings in a process of their own."""
    clean = {name: value for name, value in os.environ.items() if name not in variables_read()}
    return subprocess.run(
        [sys.executable, "-c", "import helpportal.settings"],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_readme_lists_every_setting_and_no_other():
    assert len(variables_read()) >= 20
    assert sorted(rows_of_the_readme()) == sorted({*variables_read(), *SERVER_SETTINGS})


def test_compose_sets_only_settings_that_exist():
    given = yaml.safe_load((ROOT / "compose.yaml").read_text())["x-portal"]["environment"]
    assert len(given) >= 8
    assert set(given) <= {*variables_read(), *SERVER_SETTINGS}


def test_a_secret_is_all_it_takes_to_start():
    assert start(SECRET_KEY="x" * 40).returncode == 0


def test_a_missing_secret_stops_the_start():
    started = start()
    assert started.returncode != 0
    assert "SECRET_KEY" in started.stderr


def test_every_wrong_setting_is_named_at_once():
    started = start(SECRET_KEY="short", DEBUG="perhaps", TRUSTED_PROXIES="many")
    assert started.returncode != 0
    assert [name for name in ("SECRET_KEY", "DEBUG", "TRUSTED_PROXIES") if name not in started.stderr] == []
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"EMAIL_URL": "foo://x"},
        {"REDIS_URL": "foo"},
        {"SUPPORT_EMAIL": "nobody"},
        {"DEFAULT_FROM_EMAIL": "nobody"},
        {"SITE_URL": "https://example.com/help/"},
        {"SITE_URL": "ftp://example.com"},
        {"DATABASE_URL": "mysqlx://a"},
        {"TIME_ZONE": "Mars/Olympus"},
        {"LANGUAGE_CODE": "xx-yy"},
        {"LOG_FORMAT": "xml"},
    ],
    ids=str,
)
def test_a_wrong_value_stops_the_start_in_words(wrong):
    started = start(SECRET_KEY="x" * 40, **wrong)
    assert started.returncode != 0
    assert next(iter(wrong)) in started.stderr
    assert "Traceback" not in started.stderr
