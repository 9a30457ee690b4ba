"""Yardstick (a): a Django view without any middleware that returns the portal's own compressed bytes."""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="signs nothing, but Django wants one", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[]
)

ANSWERS = Path(os.environ["BENCH_ANSWERS"])


def constant(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that returns one of the portal's pages. With a length, as without one gunicorn sends it in chunks."""
    content = (ANSWERS / f"{name}.gz").read_bytes()
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(content))}
    return lambda _request: HttpResponse(content, headers=headers)


def report(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": LOCATION, "Content-Length": "0"})


LOCATION = (ANSWERS / "location").read_text()
urlpatterns = [path("article", constant("article")), path("guide", constant("guide")), path("report", report)]
application = get_wsgi_application()
