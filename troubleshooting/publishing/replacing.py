"""Find and replace over the newest revisions of many articles. It makes drafts; nothing public changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from troubleshooting.documents.replacing import Hit, Wanted, count_text, replace_text
from troubleshooting.models import Article, Procedure, Revision
from troubleshooting.models.content import ArticleQuerySet
from troubleshooting.publishing.articles import PublishingError, save_revision

MOST_ARTICLES = 100
"""Shown, and changed, at a time."""
MOST_HITS = 20
"""Shown of one article; all of them are changed."""
NOTE_LENGTH = 200


@dataclass(frozen=True)
class Found:
    """An article with hits in its newest revision. Without ``is_possible`` it would not be an article any more."""

    article: Article
    number: int
    hits: tuple[Hit, ...]
    count: int
    is_possible: bool


@dataclass(frozen=True)
class Search:
    """``articles`` are the first of ``article_count``; ``hit_count`` counts in all of them."""

    articles: tuple[Found, ...]
    article_count: int
    hit_count: int
    procedures: tuple[tuple[Procedure, int], ...]
    """Shared procedures with hits, to be changed by hand, and how many hits."""

    @property
    def not_shown(self) -> int:
        return self.article_count - len(self.articles)


@dataclass(frozen=True)
class Outcome:
    """What became of one article: its new draft, or why there is none."""

    article: Article
    revision: Revision | None
    reason: str = ""


def search_drafts(articles: ArticleQuerySet, wanted: Wanted, by: str) -> Search:
    """Read the newest revisions one after the other; only those with hits are kept, up to the limit."""
    found: list[Found] = []
    article_count = hit_count = 0
    for revision in newest_revisions(articles):
        count = count_text(revision.content, wanted)
        if not count:
            continue
        article_count, hit_count = article_count + 1, hit_count + count
        if len(found) < MOST_ARTICLES:
            replaced = replace_text(revision.document, wanted, by)
            found.append(
                Found(
                    revision.article,
                    revision.number,
                    replaced.hits[:MOST_HITS],
                    count,
                    replaced.document is not None,
                )
            )
    procedures = tuple(
        (procedure, count)
        for procedure in Procedure.objects.all()
        if (count := count_text({"title": procedure.title, "steps": procedure.content}, wanted))
    )
    return Search(tuple(found), article_count, hit_count, procedures)


def newest_revisions(articles: ArticleQuerySet) -> Iterator[Revision]:
    """By title, with their articles, a few documents in memory at a time."""
    return Revision.objects.newest_of(articles).iterator(chunk_size=50)


def replace_in_drafts(chosen: Mapping[int, int], wanted: Wanted, by: str, *, author: User) -> tuple[Outcome, ...]:
    """Make a draft of each article, given by its number with that of the revision the preview showed.

    Each is a transaction of its own: one that cannot be changed does not hold up the others.
    """
    articles = Article.objects.filter(pk__in=chosen)
    note = _("Replaced “%(find)s” by “%(by)s”") % {"find": wanted.find, "by": by}
    return tuple(
        _replace(revision, chosen[revision.article_id], (wanted, by), author, note[:NOTE_LENGTH])
        for revision in list(newest_revisions(articles))
    )


def _replace(newest: Revision, shown: int, words: tuple[Wanted, str], author: User, note: str) -> Outcome:
    article = newest.article
    if newest.number != shown:
        return Outcome(
            article, None, _("Somebody saved it in the meantime. Search again to see what stands there now.")
        )
    replaced = replace_text(newest.document, *words)
    if not replaced.hits:
        return Outcome(article, None, _("Nothing is left to replace in it."))
    if replaced.document is None:
        return Outcome(article, None, _("It would not be a valid article any more. Change it by hand."))
    try:
        revision = save_revision(document=replaced.document, article=article, author=author, note=note, based_on=shown)
    except PublishingError as refused:
        return Outcome(article, None, str(refused))
    return Outcome(article, revision)
