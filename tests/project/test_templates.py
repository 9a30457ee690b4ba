"""Every template loads, and none needs what the content security policy forbids."""

import re

import pytest
from django.template.loader import get_template

from tests.project.paths import ROOT, TEMPLATES

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(?:on[a-z]+|hx-on[^=\s]*|data-hx-on[^=\s]*)\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "script in an htmx attribute": re.compile(
        r"hx-(?:vals|headers)\s*=\s*[\"']js:|hx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE
    ),
    "another site's file": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


def name_of(path):
    return path.relative_to(ROOT / "templates").as_posix()


def test_the_sweep_sees_the_templates():
    assert len(TEMPLATES) >= 15


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_loads(path):
    get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_has_nothing_that_the_policy_forbids(path):
    source = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_fits_on_three_screens(path):
    assert len(path.read_text().splitlines()) <= 150
