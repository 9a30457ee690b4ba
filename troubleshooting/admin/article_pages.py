"""The pages about one article beside the stock admin: who may open them, and under which addresses."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from troubleshooting.models import Article

Permission = Literal["view", "change", "publish"]
Page = Callable[..., HttpResponse]
BOTH = ("GET", "HEAD", "POST")
GET = ("GET", "HEAD")
POST = ("POST",)

_CODENAMES: dict[Permission, tuple[str, ...]] = {
    "view": ("view_article", "change_article"),
    "change": ("change_article",),
    "publish": ("publish_article",),
}


def may(request: HttpRequest, permission: Permission) -> bool:
    return any(request.user.has_perm(f"troubleshooting.{codename}") for codename in _CODENAMES[permission])


def on_article(permission: Permission, methods: Sequence[str] = BOTH) -> Callable[[Page], Page]:
    """Give the view the article (with ``for_staff``) that ``pk`` in its address names. 403 before 404 before 405."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def page(request: HttpRequest, pk: int, **keys: Any) -> HttpResponse:
            if not may(request, permission):
                raise PermissionDenied
            article = Article.objects.for_staff().filter(pk=pk).first()
            if article is None:
                raise Http404(_("There is no such article."))
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, article, **keys)

        return page

    return decorate


def on_revision(permission: Permission, methods: Sequence[str] = BOTH) -> Callable[[Page], Page]:
    """Give the view the revision, with its article and author, that ``pk`` and ``number`` name."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        @on_article(permission, methods)
        def page(request: HttpRequest, article: Article, number: int, **keys: Any) -> HttpResponse:
            revisions = article.revisions.select_related("article", "author")
            return view(request, get_object_or_404(revisions, number=number), **keys)

        return page

    return decorate


def address(route: str, view: Page, name: str) -> URLPattern:
    """A page below the list of articles, known as ``admin:troubleshooting_article_<name>``, for signed-in staff."""
    guarded: Page = admin.site.admin_view(view)
    return path(route, guarded, name=f"troubleshooting_article_{name}")


def to_page(name: str, article_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:troubleshooting_article_{name}", args=[article_id]))


def frame(request: HttpRequest, article: Article | None, **context: Any) -> dict[str, Any]:
    """What every page about an article shows around its own subject."""
    return {
        **admin.site.each_context(request),
        "opts": Article._meta,
        "article": article,
        "can_change": may(request, "change"),
        "can_publish": may(request, "publish"),
        **context,
    }
