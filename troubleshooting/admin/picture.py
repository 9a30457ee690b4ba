"""The guide of a revision as a picture and in words, with its defects; every node leads to its place in the editor."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from troubleshooting.admin.article_pages import GET, frame, on_article, on_revision
from troubleshooting.documents.drawing import draw, outline, to_svg, to_text
from troubleshooting.documents.lint import lint
from troubleshooting.documents.problems import Problem
from troubleshooting.models import Revision
from troubleshooting.publishing import current_catalog

ZOOMS = (25, 50, 100, 200)
"""Percent."""


@on_article("view", GET)
def newest_page(_request: HttpRequest, article: Any) -> HttpResponse:
    address = reverse("admin:troubleshooting_article_picture", args=[article.pk, article.newest_number])
    return HttpResponseRedirect(address)


@on_revision("view", GET)
def picture_page(request: HttpRequest, revision: Revision) -> HttpResponse:
    article = revision.article
    drawing = draw(revision.document, _problems(revision))
    zoom = _zoom(request)
    hrefs = partial(_place, article.pk)
    context = {
        **frame(request, article),
        "title": _("Guide of “%(title)s”") % {"title": article.title},
        "revision": revision,
        "svg": mark_safe(to_svg(drawing, hrefs, zoom=zoom / 100)),  # noqa: S308 - every value in it is escaped
        "asks": drawing.net.nodes[0].kind == "question",
        "zoom": zoom,
        "zooms": ZOOMS,
        "outline": outline(drawing.net),
        "problems": [(node, problem, hrefs(problem.node)) for node, problem in drawing.net.problems],
        "editor": hrefs(""),
    }
    return TemplateResponse(request, "admin/troubleshooting/picture.html", context)


@on_revision("view", GET)
def svg_file(_request: HttpRequest, revision: Revision) -> HttpResponse:
    drawing = draw(revision.document, _problems(revision))
    svg = to_svg(drawing, lambda _node: "", is_file=True)
    return _download(svg, "image/svg+xml", f"{revision.article.slug}-{revision.number}-guide.svg")


@on_revision("view", GET)
def text_file(_request: HttpRequest, revision: Revision) -> HttpResponse:
    text = to_text(revision.document, _problems(revision))
    return _download(text, "text/plain; charset=utf-8", f"{revision.article.slug}-{revision.number}-guide.txt")


def _problems(revision: Revision) -> tuple[Problem, ...]:
    return lint(revision.document, current_catalog())


def _place(article_id: int, path: str) -> str:
    """Where the outline editor shows a node."""
    editor = reverse("admin:troubleshooting_article_change", args=[article_id])
    return f"{editor}#node-{path.replace('/', '--')}" if path else editor


def _zoom(request: HttpRequest) -> int:
    asked = request.GET.get("zoom", "")
    return next((zoom for zoom in ZOOMS if asked == str(zoom)), 100)


def _download(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


PAGES = (
    ("<int:pk>/guide/", newest_page, "guide"),
    ("<int:pk>/revisions/<int:number>/guide/", picture_page, "picture"),
    ("<int:pk>/revisions/<int:number>/guide.svg", svg_file, "picture_svg"),
    ("<int:pk>/revisions/<int:number>/guide.txt", text_file, "picture_text"),
)
