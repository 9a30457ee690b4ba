"""The verbs on what steers the search: synonyms, redirects, codes given to articles, and searches that are dealt with."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pydantic import ValidationError as WrongDocument

from troubleshooting.documents.folding import fold_code
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, AuditEntry, ContentVersion, Revision, SearchedQuery, SearchRedirect, Synonym
from troubleshooting.publishing.articles import refusal, save_revision
from troubleshooting.publishing.audit import Actor, record

NOTE_LENGTH = 200
Steering = Synonym | SearchRedirect


@transaction.atomic
def store_steering(steering: Steering, *, by: Actor) -> None:
    """Save a synonym or a redirect; every search follows it from now on. ``PublishingError`` where it cannot be one."""
    ContentVersion.bump()  # first, because its lock keeps two people from taking the same word
    try:
        steering.full_clean()
    except ValidationError as wrong:
        raise refusal(" ".join(wrong.messages)) from None
    before = type(steering)._default_manager.filter(pk=steering.pk).first() if steering.pk else None
    steering.save()
    action = AuditEntry.Action.CHANGED if before else AuditEntry.Action.ADDED
    record(action, by=by, subject=_subject(steering), detail=_described(before) if before else "")


@transaction.atomic
def delete_steering(steering: Steering, *, by: Actor) -> None:
    record(AuditEntry.Action.DELETED, by=by, subject=_subject(steering), detail=_described(steering))
    steering.delete()
    ContentVersion.bump()


def add_code(article: Article, code: str, *, by: User) -> Revision:
    """Save a draft in which the newest revision has one code more. ``PublishingError`` says why there is none."""
    newest = article.revisions.newest_first().first()
    folded = fold_code(code)
    if newest is None or not folded:
        raise refusal(_("Write the code as people see it."))
    document = newest.document
    if folded in map(fold_code, document.codes):
        if newest.pk == article.published_revision_id:
            raise refusal(_("The article has this code already."))
        raise refusal(
            _("The newest draft of the article has this code already. It counts once the draft is published.")
        )
    values = {**document.model_dump(mode="json"), "codes": [*document.codes, code.strip()]}
    try:
        changed = ArticleDocument.model_validate(values)
    except WrongDocument as wrong:
        raise refusal(_("This cannot be a code: %s") % wrong.errors()[0]["msg"]) from None
    note = _("Code %s, as it was searched for") % code.strip()
    return save_revision(document=changed, article=article, author=by, note=note[:NOTE_LENGTH], based_on=newest.number)


@transaction.atomic
def dismiss(text: str, *, by: Actor, is_dismissed: bool = True) -> None:
    """Take what was searched off the lists of what is to be done, also when it comes again, or bring it back to them."""
    changed = SearchedQuery.objects.filter(text=text).exclude(is_dismissed=is_dismissed)
    if changed.update(is_dismissed=is_dismissed):
        detail = _("Dismissed") if is_dismissed else _("Brought back")
        record(AuditEntry.Action.CHANGED, by=by, subject=_("Search “%s”") % text, detail=detail)


def _subject(steering: Steering) -> str:
    return f"{capfirst(steering._meta.verbose_name)} “{steering}”"


def _described(steering: Steering) -> str:
    """All that an editor can change of it, as text."""
    if isinstance(steering, Synonym):
        return steering.words
    place = f"{steering.article.slug}#{steering.scenario}" if steering.scenario else steering.article.slug
    return f"{steering.query}\n{place}"
