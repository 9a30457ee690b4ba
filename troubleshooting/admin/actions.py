"""What staff do to an article: the verb, a line in the log that says who and when, and a message to the one who did it."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troubleshooting.admin import skeleton
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import PublishingError, publish, restore, retire

PUBLISH = "troubleshooting.publish_article"
PROBLEMS_NAMED = 3


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH)


def log(request: HttpRequest, article: Article, message: str) -> None:
    admin.site.get_model_admin(Article).log_change(request, article, message)


def publish_revision(request: HttpRequest, revision: Revision) -> None:
    """Errors of the document refuse it; then nothing public changes."""
    if revision.document.slug == skeleton.SLUG:
        messages.error(
            request, _("Not published: this is still the text that new articles begin with. Write your own.")
        )
        return
    try:
        article = publish(revision)
    except PublishingError as refused:
        reasons = " ".join(problem.message for problem in refused.problems[:PROBLEMS_NAMED])
        values = {"title": revision.article, "number": revision.number, "reasons": reasons}
        messages.error(request, _("“%(title)s”, revision %(number)s, was not published. %(reasons)s") % values)
        return
    log(request, article, _("Published revision %(number)s.") % {"number": revision.number})
    values = {"title": article.title, "number": revision.number}
    messages.success(request, _("“%(title)s”: visitors now see revision %(number)s.") % values)


def retire_article(request: HttpRequest, article: Article) -> None:
    if article.status != Article.Status.PUBLISHED:
        messages.info(request, _("“%(title)s” is not public.") % {"title": article.title})
        return
    retire(article)
    log(request, article, _("Retired."))
    messages.success(
        request, _("“%(title)s” is no longer public. Publish a revision to bring it back.") % {"title": article}
    )


def restore_revision(request: HttpRequest, revision: Revision) -> None:
    assert request.user.is_authenticated
    restored = restore(revision, author=request.user)
    values = {"old": revision.number, "new": restored.number}
    log(request, revision.article, _("Restored revision %(old)s as revision %(new)s.") % values)
    messages.success(
        request, _("Revision %(old)s was restored as revision %(new)s. Look at it, then publish it.") % values
    )
