"""What is done with an article on the desk, whichever editor is open. Every sheet that comes back holds what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from troubleshooting.admin.editing.conflicts import conflict_with
from troubleshooting.admin.editing.content import Content, ContentError, Fields
from troubleshooting.admin.editing.document import TextContent
from troubleshooting.admin.editing.editors import Editor, converted, posted_content
from troubleshooting.admin.editing.sheets import Sheet, SheetForm
from troubleshooting.admin.skeleton import new_text
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.keys import carry_over
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, EditLock, Revision, WorkingCopy
from troubleshooting.publishing import EditConflict, PublishingError, save_revision
from troubleshooting.publishing.locks import release, take_over
from troubleshooting.publishing.working_copies import discard


@dataclass(frozen=True)
class Desk:
    """One person's, with the page of one editor on it. ``article`` is None for one that was never saved."""

    person: User
    article: Article | None
    editor: Editor
    catalog: Catalog

    @cached_property
    def newest(self) -> Revision | None:
        return self.article.revisions.select_related("author").newest_first().first() if self.article else None

    def lock(self) -> EditLock | None:
        """That of somebody else."""
        return EditLock.objects.against(self.person).filter(article=self.article).first() if self.article else None

    def opened(self, starter: str = "", title: str = "", code: str = "") -> Sheet:
        """Unsaved work if there is any, in the editor that can hold it; else the newest revision.

        A new article begins with the text of a ``starter``, in which a ``title`` and a ``code`` may stand already.
        """
        copy = WorkingCopy.objects.of(self.person, self.article).first()
        if copy is None:
            return self._fresh(starter, title, code)
        try:
            kept = posted_content(copy.fields)
        except ContentError as error:
            return replace(
                self._fresh(starter, title, code), refusal=_("Your unsaved work cannot be shown: %s") % error
            )
        sheet = SheetForm(copy.fields).laid_on(self._sheet(converted(kept, self.editor, self.catalog) or kept))
        return replace(sheet, based_on=copy.based_on, restored=copy)

    def _fresh(self, starter: str, title: str, code: str) -> Sheet:
        if self.newest:
            sheet = self._sheet(self.editor.of(self.newest.document))
            return replace(sheet, based_on=self.newest.number, is_unsaved=False)
        text = TextContent(new_text(starter, title, code))
        return replace(self._sheet(converted(text, self.editor, self.catalog) or text), is_unsaved=False)

    def _sheet(self, content: Content) -> Sheet:
        return Sheet(content, content.checked(self.catalog))

    def taken(self, fields: Fields) -> Sheet:
        """Do with a posted form what its button says. ``ContentError`` for a form that no page of ours sends."""
        content = posted_content(fields, self.editor.editor)
        if op := _one(fields, "op"):
            content = content.after(op)
        form = SheetForm(fields)
        sheet = form.laid_on(self._sheet(content))
        do = "check" if op else _one(fields, "do")
        if form.errors and do in _SAVING:
            return sheet.refused(_("Not saved.") + " " + form.reasons)
        return _DEEDS.get(do, Desk._checked)(self, sheet)

    def _checked(self, sheet: Sheet) -> Sheet:
        return sheet

    # Saving

    def _saved(self, sheet: Sheet) -> Sheet:
        if lock := self.lock():
            refusal = _("Not saved yet, because %(name)s is editing this article.") % {"name": lock.holder}
            return sheet.refused(refusal, HTTPStatus.CONFLICT)
        document = sheet.parsed.document
        if document is None:
            return sheet.refused(_("Not saved, because the text cannot be read yet. Mend the errors and save again."))
        if self.newest:
            document = carry_over(document, self.newest.document)
        try:
            return self._stored(sheet, document)
        except EditConflict as conflict:
            return replace(
                sheet, conflict=conflict_with(conflict.latest, document, sheet.based_on), status=HTTPStatus.CONFLICT
            )
        except PublishingError as refused:
            lines = sheet.parsed.lines
            found = tuple(replace(problem, line=lines.get(problem.node)) for problem in refused.problems)
            return replace(sheet, more_problems=found).refused(_("Not saved: %s") % refused)

    def _stored(self, sheet: Sheet, document: ArticleDocument) -> Sheet:
        revision = save_revision(
            document=document,
            article=self.article,
            author=self.person,
            note=sheet.note,
            based_on=sheet.based_on if self.article else None,
            is_minor=sheet.is_minor,
        )
        discard(by=self.person, article=self.article)
        release(revision.article, by=self.person)
        is_new = self.newest is None or self.newest.number != revision.number
        return replace(
            sheet, saved=revision, is_new=is_new, based_on=revision.number, note="", is_minor=False, is_unsaved=False
        )

    def _saved_anyway(self, sheet: Sheet) -> Sheet:
        return self._saved(self._taken_over(sheet))

    def _taken_over(self, sheet: Sheet) -> Sheet:
        if self.article:
            take_over(self.article, by=self.person)
        return sheet

    # After a conflict

    def _on_top(self, sheet: Sheet) -> Sheet:
        """The next save makes this the newest revision, whatever theirs says."""
        return replace(sheet, based_on=self.newest.number if self.newest else 0)

    def _together(self, sheet: Sheet) -> Sheet:
        if self.newest is None or sheet.parsed.document is None:
            return sheet
        conflict = conflict_with(self.newest, carry_over(sheet.parsed.document, self.newest.document), sheet.based_on)
        if conflict.together is None:
            return replace(sheet, conflict=conflict, status=HTTPStatus.CONFLICT)
        merged = self._sheet(self.editor.of(conflict.together))
        notice = _("Both edits are in this text now. Look it over, then save it.")
        return replace(merged, based_on=self.newest.number, note=sheet.note, is_minor=sheet.is_minor, notice=notice)

    # The other editor

    def _switched(self, sheet: Sheet) -> Sheet:
        content = converted(sheet.content, self.editor, self.catalog)
        if content is None:
            return sheet.refused(
                _("The outline cannot show this text yet, because it cannot be read. Mend the errors first.")
            )
        parsed = sheet.parsed if content is sheet.content else content.checked(self.catalog)
        is_unsaved = self.newest is None or parsed.document != self.newest.document
        return replace(sheet, content=content, parsed=parsed, is_unsaved=is_unsaved)


_SAVING: Mapping[str, Callable[[Desk, Sheet], Sheet]] = {
    "save": Desk._saved,
    "publish": Desk._saved,
    "save-anyway": Desk._saved_anyway,
}
_DEEDS: Mapping[str, Callable[[Desk, Sheet], Sheet]] = {
    **_SAVING,
    "take-over": Desk._taken_over,
    "keep-mine": Desk._on_top,
    "merge": Desk._together,
    "switch-outline": Desk._switched,
    "switch-document": Desk._switched,
}


def _one(fields: Fields, name: str) -> str:
    return "".join(fields.get(name, ())[:1])
