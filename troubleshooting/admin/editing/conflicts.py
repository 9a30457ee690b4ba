"""A save over somebody else's revision: what both changed since the one they began from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.merging import Divergence, diverged, merge
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Revision


@dataclass(frozen=True)
class Conflict:
    theirs: Revision
    base: ArticleDocument
    mine: ArticleDocument

    @cached_property
    def divergences(self) -> Sequence[Divergence]:
        """What needs a decision first, then what only they changed."""
        order = ("both", "theirs", "mine")
        found = diverged(self.base, self.mine, self.theirs.document)
        return sorted(found, key=lambda divergence: order.index(divergence.who))

    @cached_property
    def together(self) -> ArticleDocument | None:
        """Both edits in one document, where they do not touch each other."""
        texts = (print_document(document) for document in (self.base, self.mine, self.theirs.document))
        merged = merge(*texts)
        return parse(merged).document if merged is not None else None


def conflict_with(theirs: Revision, mine: ArticleDocument, based_on: int) -> Conflict:
    """Without a revision that the edit began from, everything in which the two differ is mine."""
    base = theirs.article.revisions.filter(number=based_on).first()
    return Conflict(theirs, base.document if base else theirs.document, mine)
