"""Filing an article under another topic or other products. Both stand in its document, so it gets a new draft."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, Revision
from troubleshooting.publishing.articles import save_revision


@dataclass(frozen=True)
class Filing:
    """What is to change, in slugs. An empty topic stays as it is."""

    topic: str = ""
    add: Collection[str] = ()
    remove: Collection[str] = ()

    def __bool__(self) -> bool:
        return bool(self.topic or self.add or self.remove)

    def of(self, document: ArticleDocument) -> ArticleDocument:
        """The document filed anew: products keep their order, added ones come last."""
        kept = [slug for slug in document.products if slug not in self.remove]
        products = (*kept, *(slug for slug in self.add if slug not in kept and slug not in self.remove))
        return document.model_copy(update={"topic": self.topic or document.topic, "products": products})

    def changes(self, document: ArticleDocument) -> tuple[str, ...]:
        """What becomes of a document, in words; nothing when it is filed so already."""
        after = self.of(document)
        lines = []
        if after.topic != document.topic:
            lines.append(_("Topic: %(old)s → %(new)s") % {"old": document.topic, "new": after.topic})
        if added := [slug for slug in after.products if slug not in document.products]:
            lines.append(_("Products added: %s") % ", ".join(added))
        if removed := [slug for slug in document.products if slug not in after.products]:
            lines.append(_("Products removed: %s") % ", ".join(removed))
        return tuple(lines)


def refile(article: Article, filing: Filing, *, by: User) -> Revision | None:
    """Save the article's newest document filed anew, as a draft; None when nothing is left to change."""
    newest = article.revisions.newest_first().first()
    if newest is None or not (changes := filing.changes(newest.document)):
        return None
    return save_revision(
        document=filing.of(newest.document),
        article=article,
        author=by,
        note="; ".join(changes)[:200],
        based_on=newest.number,
    )
