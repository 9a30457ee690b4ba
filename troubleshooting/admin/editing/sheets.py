"""What lies on the desk: the content as it was typed, and all there is to say about it."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from django import forms

from troubleshooting.admin.editing.conflicts import Conflict
from troubleshooting.admin.editing.content import Content, Fields
from troubleshooting.documents.markdown import Parsed
from troubleshooting.documents.problems import Problem
from troubleshooting.models import Revision, WorkingCopy


@dataclass(frozen=True)
class Sheet:
    content: Content
    parsed: Parsed
    based_on: int = 0
    """Number of the revision the edit began from, 0 for a new article."""
    note: str = ""
    is_minor: bool = False
    is_unsaved: bool = True
    status: HTTPStatus = HTTPStatus.OK
    notice: str = ""
    refusal: str = ""
    """Why it was not saved."""
    more_problems: tuple[Problem, ...] = ()
    """What kept it from being saved, beside what is wrong with the content itself."""
    conflict: Conflict | None = None
    restored: WorkingCopy | None = None
    saved: Revision | None = None
    is_new: bool = False
    """Whether saving made a revision: a content that had not changed makes none."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.more_problems, *self.parsed.problems)

    def refused(self, refusal: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> "Sheet":
        return replace(self, refusal=refusal, status=status)


class SheetForm(forms.Form):
    """What the forms of both editors say beside the content."""

    based_on = forms.IntegerField(required=False, min_value=0)
    note = forms.CharField(required=False, max_length=200)
    minor = forms.BooleanField(required=False)

    def __init__(self, fields: Fields) -> None:
        super().__init__({name: values[-1] for name, values in fields.items() if values})
        self.full_clean()

    @property
    def reasons(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)

    def laid_on(self, sheet: Sheet) -> Sheet:
        """What cannot be used is shown as it was typed, or counts as nothing."""
        return replace(
            sheet,
            based_on=self.cleaned_data.get("based_on") or 0,
            note=str(self.data.get("note", "")),
            is_minor=bool(self.cleaned_data.get("minor")),
        )
