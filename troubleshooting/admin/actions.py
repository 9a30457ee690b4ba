"""What staff do to an article: the verb, and a message to the one who did it. The verbs write the audit log."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troubleshooting.admin.skeleton import is_unwritten
from troubleshooting.documents.problems import Problem
from troubleshooting.models import Article, Revision
from troubleshooting.publishing import PublishingError, publish, restore, retire, send_to_review, trash, untrash

PUBLISH = "troubleshooting.publish_article"
PROBLEMS_NAMED = 3


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm(PUBLISH)


def person(request: HttpRequest) -> User:
    """Who has signed in; staff pages are opened by nobody else."""
    assert request.user.is_authenticated
    return request.user


def require_written(revision: Revision) -> None:
    if is_unwritten(revision.document):
        message = _("This is still the text that new articles begin with. Write your own.")
        raise PublishingError([Problem("error", message)])


def publish_revision(request: HttpRequest, revision: Revision) -> None:
    """Errors of the document refuse it; then nothing public changes."""

    def deed() -> str:
        require_written(revision)
        title = publish(revision, by=person(request)).title
        return _("“%(title)s”: visitors now see revision %(number)s.") % {"title": title, "number": revision.number}

    refused = _("“%(title)s”, revision %(number)s, was not published.")
    _attempt(request, deed, refused % {"title": revision.article, "number": revision.number})


def retire_article(request: HttpRequest, article: Article) -> None:
    title = {"title": article.title}
    if article.status != Article.Status.PUBLISHED:
        messages.info(request, _("“%(title)s” is not public.") % title)
        return
    retire(article, by=person(request))
    messages.success(request, _("“%(title)s” is no longer public. Publish a revision to bring it back.") % title)


def restore_revision(request: HttpRequest, revision: Revision) -> None:
    def deed() -> str:
        values = {"old": revision.number, "new": restore(revision, author=person(request)).number}
        return _("Revision %(old)s was restored as revision %(new)s. Look at it, then publish it.") % values

    _attempt(request, deed, _("Revision %(number)s was not restored.") % {"number": revision.number})


def trash_article(request: HttpRequest, article: Article) -> None:
    title = {"title": article.title}

    def deed() -> str:
        trash(article, by=person(request))
        return _("“%(title)s” is in the trash. The list shows it with the filter “In the trash”.") % title

    _attempt(request, deed, _("“%(title)s” was not moved to the trash.") % title)


def untrash_article(request: HttpRequest, article: Article) -> None:
    untrash(article, by=person(request))
    messages.success(request, _("“%(title)s” is out of the trash.") % {"title": article.title})


def review_newest(request: HttpRequest, article: Article) -> None:
    newest = article.revisions.newest_first().first()
    if newest is None:
        return

    def deed() -> str:
        send_to_review(newest, by=person(request), reviewer=article.reviewer, due=article.due)
        return _("“%(title)s” is in review.") % {"title": article.title}

    _attempt(request, deed, _("“%(title)s” was not sent to review.") % {"title": article.title})


def _attempt(request: HttpRequest, deed: Callable[[], str], refused: str) -> None:
    """Do it and say what it returns, or say that and why it was refused."""
    try:
        messages.success(request, deed())
    except PublishingError as error:
        reasons = " ".join(problem.message for problem in error.problems[:PROBLEMS_NAMED])
        messages.error(request, f"{refused} {reasons}")
