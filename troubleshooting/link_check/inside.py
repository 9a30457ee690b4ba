"""Links to the portal's own pages: looked up, not asked."""

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from troubleshooting.link_check.outcome import Outcome
from troubleshooting.models import Article, FormerSlug, Image, Product, Topic
from troubleshooting.models.freshness import Result

WORKS = Outcome(Result.OK)


def outcome_inside(path: str) -> Outcome:
    """Of an address that begins with a slash."""
    path = path.partition("?")[0]
    if path.startswith(settings.STATIC_URL):
        return WORKS if finders.find(path.removeprefix(settings.STATIC_URL)) else _missing(_("There is no such file."))
    try:
        match = resolve(path)
    except Resolver404:
        return _missing(_("The portal has no such page."))
    if match.url_name in {"topic", "product"}:
        model = Topic if match.url_name == "topic" else Product
        found = model._default_manager.filter(slug=match.kwargs["slug"]).exists()
        return WORKS if found else _missing(_("There is no such topic or product."))
    if match.url_name == "image":
        found = Image.objects.filter(name=match.kwargs["name"]).exists()
        return WORKS if found else _missing(_("There is no such image."))
    if match.url_name == "code":
        found = Article.objects.published().with_code(match.kwargs["code"]).exists()
        return WORKS if found else _missing(_("No published article has this code."))
    return _article(match.kwargs["slug"]) if "slug" in match.kwargs else WORKS


def _article(slug: str) -> Outcome:
    if Article.objects.published().filter(slug=slug).exists():
        return WORKS
    former = (
        FormerSlug.objects.filter(slug=slug, article__in=Article.objects.published()).select_related("article").first()
    )
    if former:
        message = _("The article has another address now.")
        return Outcome(Result.MOVED, message, moved_to=former.article.get_absolute_url())
    return _missing(_("No published article has this address."))


def _missing(detail: str) -> Outcome:
    return Outcome(Result.BROKEN, detail)
