"""The sample article on a live server, seen by a real Chromium."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from troubleshooting.models import Article

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def base_url(live_server):
    """In place of the plugin's own, which this pytest warns about."""
    return live_server.url


@pytest.fixture(autouse=True)
def article(live_server, transactional_db, tmp_path):
    """Error 324 as it ships with the project."""
    (tmp_path / "articles").mkdir()
    shutil.copy(CONTENT / "catalog.yaml", tmp_path)
    shutil.copy(CONTENT / "articles" / "error-324.md", tmp_path / "articles")
    call_command("import_articles", str(tmp_path), publish=True, verbosity=0)
    return Article.objects.get(slug="error-324")


@pytest.fixture
def page(page):
    """A missing element is a failure soon, not after half a minute."""
    page.set_default_timeout(8_000)
    return page


@pytest.fixture
def plain_page(new_context):
    """A page of a browser without script."""
    page = new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(8_000)
    return page


@pytest.fixture
def console(page):
    """What the browser complains about: script errors, and violations of the content security policy."""
    complaints = []
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
