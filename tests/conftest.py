"""Fixtures every room of the tests may use."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from troubleshooting.http.store import clock
from troubleshooting.search import steering

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Other work on the machine must not fail a test whose property holds. Every property is tried twice in `.ci/run`, on either
# database, with other examples each time.
hypothesis.settings.register_profile("portal", deadline=None, max_examples=50)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Rate limits counted, pages and synonyms kept in one test must not reach the next."""
    cache.clear()
    clock.reset()
    steering.forget()
    yield
    cache.clear()
    clock.reset()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium, so that no test run downloads a browser."""
    executable = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if executable is None:
        reason = f"no browser found; install one of: {', '.join(BROWSERS)}"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # The sandbox cannot start as root or in a container, and only our own pages are opened.
    return {**browser_type_launch_args, "executable_path": executable, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """Addresses in browser tests are paths: ``page.goto("/")``."""
    # Playwright keeps an event loop running in the test's thread, in which Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {**browser_context_args, "base_url": live_server.url}
