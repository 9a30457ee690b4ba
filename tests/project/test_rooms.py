"""The rooms of the product keep to their sizes, and the inner ones know nothing of HTTP.

Which room may import which is held by import-linter (``make check``); it sees packages, these sweeps see names.
"""

import ast

import pytest

from tests.project.paths import PRODUCT, ROOT

INNER_ROOMS = (
    "documents", "guide", "models", "publishing", "reporting", "escalation", "search", "searches", "importing", "exporting", "analytics", "images", "link_check", "ordering",
)  # fmt: skip
REQUESTS = ("django.http", "django.shortcuts", "django.views", "django.contrib.messages")
TEMPLATES = ("django.template",)
RENDERS = {"troubleshooting/publishing/page.py"}
"""Publishing stores the costly part of a page; that one module renders it."""
RENDERS_AT_PUBLISHING = {"django.template.loader.render_to_string"}
"""The one exception: publishing/page.py makes the costly part of an article's page once (docs/decisions/0002)."""
INNER = [
    path for path in PRODUCT if path.relative_to(ROOT / "troubleshooting").parts[0].removesuffix(".py") in INNER_ROOMS
]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_sweep_sees_the_rooms():
    assert len(PRODUCT) >= 40
    assert len(INNER) >= 20


@pytest.mark.parametrize("path", INNER, ids=name_of)
def test_inner_room_takes_values_and_knows_no_request_or_template(path):
    unknown = REQUESTS if name_of(path) in RENDERS else REQUESTS + TEMPLATES
    assert [name for name in imported(path) if name.startswith(unknown)] == []


@pytest.mark.parametrize(
    "path", [path for path in INNER if "documents" in path.parts or path.name == "guide.py"], ids=name_of
)
def test_document_and_guide_need_no_database(path):
    assert [name for name in imported(path) if name.startswith(("django.db", "django.conf", "django.apps"))] == []


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_module_and_functions_keep_their_size(path):
    source = path.read_text()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    assert len(source.splitlines()) <= 400
    assert [function.name for function in functions if function.end_lineno - function.lineno >= 50] == []
