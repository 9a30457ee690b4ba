"""Yardstick (b): Django's default middleware and one template that renders the portal's own pages from ready data.

The data is what the portal's views hand to their templates, taken once; after that a request costs no query. For the
report, which renders no template, it is one row saved and a redirect.
"""

import copy
import functools
import os
import secrets
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from helpportal import settings as portal

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""As ``startproject`` writes it."""

own = {name: getattr(portal, name) for name in dir(portal) if name.isupper()}
templates: list[dict[str, Any]] = copy.deepcopy(portal.TEMPLATES)
# The portal's {% once %} keeps parts of a page between requests; a stock template renders all of it every time.
templates[0]["OPTIONS"]["libraries"] = {"once": "bench.always"}
settings.configure(**own | {"MIDDLEWARE": MIDDLEWARE, "ROOT_URLCONF": __name__, "TEMPLATES": templates})
django.setup()


@functools.cache
def ready(address: str) -> tuple[str, dict[str, Any]]:
    """Template and data of a page of the portal, as its view renders it."""
    setup_test_environment()
    response: Any = Client().get(address)
    teardown_test_environment()
    names = [template.name for template in response.templates]
    # Before it come the parts that the portal keeps between requests; here they are ready data.
    page = next(place for place, name in enumerate(names) if not Path(name).name.startswith("_"))
    return names[page], response.context[page].flatten()


def article(request: HttpRequest) -> HttpResponse:
    """The causes are rendered here too: that the portal has them ready is what it is measured for."""
    from troubleshooting.publishing.page import render_body  # noqa: PLC0415 models need the settings made above

    template, data = ready(os.environ["BENCH_ARTICLE"])
    rendered, number = published()
    return render(request, template, data | {"body": render_body(rendered, revision=number)})


@functools.cache
def published() -> tuple[Any, int]:
    """Data of the article's body, and the number of its revision."""
    page: Any = apps.get_model("troubleshooting", "Page").objects.get(article__slug="error-324")
    return page.rendered, page.article.published_revision.number


def guide(request: HttpRequest) -> HttpResponse:
    return render(request, *ready(os.environ["BENCH_GUIDE"]))


@functools.cache
def known_fix() -> Model:
    return apps.get_model("troubleshooting", "Fix").objects.select_related("article").latest("pk")


@csrf_exempt
def report(_request: HttpRequest) -> HttpResponse:
    fix: Any = known_fix()
    apps.get_model("troubleshooting", "Report").objects.create(
        visit=secrets.token_hex(16),
        article_id=fix.article_id,
        revision_id=fix.article.published_revision_id,
        scenario_id=fix.scenario_id,
        fix_id=fix.pk,
        verdict="not-solved",
        trust=0,
    )
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [
    path("article", article),
    path("guide", guide),
    path("report", report),
    path("", include("helpportal.urls")),
]
application = get_wsgi_application()
