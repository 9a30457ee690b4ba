"""The verbs on what articles share: topics, products, destinations and shared procedures."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from troubleshooting.documents.markdown.printer import print_steps
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.rendering import plain_steps
from troubleshooting.models import Article, AuditEntry, ContentVersion, Destination, Procedure, Product, Topic
from troubleshooting.publishing.articles import PublishingError
from troubleshooting.publishing.audit import Actor, record
from troubleshooting.publishing.rerendering import rerender
from troubleshooting.publishing.where_used import Entry, Uses, showing, uses_of

_NAMED = 5


class InUse(PublishingError):
    """The entry cannot go, because ``uses`` would be left without it."""

    def __init__(self, entry: Entry, uses: Uses) -> None:
        users = [*(use.article.title for use in (*uses.published, *uses.drafts)), *map(str, uses.procedures)]
        message = _(
            "“%(entry)s” cannot be deleted: it is used by %(titles)s. Take it out of them and publish them first."
        )
        super().__init__([Problem("error", message % {"entry": entry, "titles": in_words(users)})])
        self.uses = uses


def in_words(titles: Sequence[str]) -> str:
    """The first of them by name."""
    named = ", ".join(f"“{title}”" for title in titles[:_NAMED])
    left = len(titles) - _NAMED
    return _("%(named)s and %(left)s more") % {"named": named, "left": left} if left > 0 else named


@transaction.atomic
def store_entry(entry: Entry, *, by: Actor, is_minor: bool = False) -> Sequence[Article]:
    """Save an entry and make all public pages that show what changed anew, together or not at all; these articles.

    Other steps in a procedure are another text for readers: its articles get a new date, unless the edit is minor.
    """
    before = type(entry)._default_manager.select_for_update().filter(pk=entry.pk).first() if entry.pk else None
    former = describe(before) if before else ""
    if before and former == describe(entry):
        return ()
    keep(entry)
    action = AuditEntry.Action.CHANGED if before else AuditEntry.Action.ADDED
    record(action, by=by, subject=_subject(entry), detail=former)
    if before is None or _shown(before) == _shown(entry):
        ContentVersion.bump()
        return ()
    articles = list(showing(entry).for_list())
    rerender(articles, changed_at=timezone.now() if isinstance(entry, Procedure) and not is_minor else None)
    return articles


def keep(entry: Entry) -> None:
    """Write the entry's own rows; the caller makes pages anew."""
    entry.save()
    if isinstance(entry, Procedure):
        opened = {step.destination for step in entry.steps if step.destination}
        entry.destinations.set(Destination.objects.filter(key__in=opened))
        entry.uses.live().update(text=plain_steps(entry.steps))


@transaction.atomic
def delete_entry(entry: Entry, *, by: Actor) -> None:
    """Delete what nothing uses, neither in public nor in a draft."""
    if uses := uses_of(entry):
        raise InUse(entry, uses)
    record(AuditEntry.Action.DELETED, by=by, subject=_subject(entry), detail=describe(entry))
    entry.delete()
    ContentVersion.bump()


def describe(entry: Entry) -> str:
    """All that an editor can change of it, as text."""
    if isinstance(entry, Procedure):
        return f"{entry.title}\n\n{print_steps(entry.steps)}"
    if isinstance(entry, Destination):
        return f"{entry.label}\n{entry.url}"
    described = f"{entry.name}\n{entry.description}" if isinstance(entry, Topic) else entry.name
    return f"{described}\n{entry.position}"


def _shown(entry: Entry) -> object:
    """What the pages of articles show of it."""
    if isinstance(entry, Procedure):
        return entry.steps
    return (entry.label, entry.url) if isinstance(entry, Destination) else entry.name


def _subject(entry: Entry) -> str:
    key = entry.slug if isinstance(entry, Topic | Product) else entry.key
    return f"{capfirst(entry._meta.verbose_name)} “{entry}” ({key})"
