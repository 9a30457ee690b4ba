"""What can be done with an article on its way to the public page: who may, when it is offered, what has to be said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.actions import require_written
from troubleshooting.models import Article, Revision, Stage
from troubleshooting.publishing import (
    PublishingError,
    approve,
    require_review,
    reviewers,
    schedule,
    schedule_retirement,
    send_back,
    send_to_review,
    unschedule,
)
from troubleshooting.publishing.workflow import in_words

NOTE_LENGTH = 500
_TIME_FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Situation:
    """An article, its newest revision, and somebody who looks at them."""

    article: Article
    newest: Revision
    user: User

    @cached_property
    def can_change(self) -> bool:
        return self.user.has_perm("troubleshooting.change_article")

    @cached_property
    def can_publish(self) -> bool:
        return self.user.has_perm("troubleshooting.publish_article")

    @property
    def can_review(self) -> bool:
        return self.can_publish or (self.can_change and self.article.reviewer_id == self.user.pk)

    @property
    def can_trash(self) -> bool:
        return self.can_publish if self.article.published_revision_id else self.can_change

    @property
    def is_public(self) -> bool:
        return self.article.status == Article.Status.PUBLISHED

    @property
    def is_trashed(self) -> bool:
        return self.article.trashed_at is not None

    @property
    def waits(self) -> bool:
        """Whether publishing the newest revision would change what visitors see."""
        return not self.is_trashed and not (self.is_public and self.article.published_revision_id == self.newest.pk)

    @cached_property
    def review_missing(self) -> str:
        """Why the newest revision may not be published yet; empty if it may."""
        try:
            require_review(self.article, self.newest)
        except PublishingError as refused:
            return str(refused)
        return ""


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=NOTE_LENGTH)


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is missing"), max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 3})
    )


class ReviewForm(NoteForm):
    reviewer = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Reviewer"),
        required=False,
        empty_label=gettext_lazy("Whoever may publish"),
    )
    due = forms.DateField(
        label=gettext_lazy("Due"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("reviewer", "due", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reviewer"].queryset = reviewers()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later one."))
        return due


class TimeForm(forms.Form):
    """Times are typed as clocks show them in the time zone of the settings, which the label names."""

    at = forms.DateTimeField(widget=forms.DateTimeInput({"type": "datetime-local"}, format=_TIME_FORMAT))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["at"].label = _("When (time zone %(zone)s)") % {"zone": timezone.get_default_timezone_name()}


@dataclass(frozen=True)
class Deed:
    """``may`` decides by rights alone; ``fits`` whether it makes sense now. ``run`` returns what to tell the person."""

    name: str
    label: str | Promise
    button: str | Promise
    may: Callable[[Situation], bool]
    fits: Callable[[Situation], bool]
    run: Callable[[Situation, Mapping[str, Any]], str]
    form: type[forms.Form] = forms.Form
    initial: Callable[[Article], dict[str, Any]] = lambda _article: {}


def _review(situation: Situation, values: Mapping[str, Any]) -> str:
    send_to_review(situation.newest, by=situation.user, **values)
    return _("Revision %(number)s is in review.") % {"number": situation.newest.number}


def _approve(situation: Situation, values: Mapping[str, Any]) -> str:
    approve(situation.newest, by=situation.user, **values)
    return _("Revision %(number)s is ready to be published.") % {"number": situation.newest.number}


def _send_back(situation: Situation, values: Mapping[str, Any]) -> str:
    send_back(situation.newest, by=situation.user, **values)
    return _("Revision %(number)s is a draft again.") % {"number": situation.newest.number}


def _schedule(situation: Situation, values: Mapping[str, Any]) -> str:
    require_written(situation.newest)
    schedule(situation.newest, by=situation.user, publish_at=values["at"])
    told = {"number": situation.newest.number, "time": in_words(values["at"])}
    return _("Revision %(number)s will be published on %(time)s.") % told


def _schedule_retirement(situation: Situation, values: Mapping[str, Any]) -> str:
    schedule_retirement(situation.article, by=situation.user, retire_at=values["at"])
    return _("The article will be retired on %(time)s.") % {"time": in_words(values["at"])}


def _unschedule(situation: Situation, _values: Mapping[str, Any]) -> str:
    unschedule(situation.article, by=situation.user)
    return _("Nothing is scheduled any more.")


def _is_kept(situation: Situation, *stages: Stage) -> bool:
    return not situation.is_trashed and situation.article.stage in stages


_SEND_TO_REVIEW = Deed(
    "review",
    gettext_lazy("Send to review"),
    gettext_lazy("Send to review"),
    may=lambda it: it.can_change,
    fits=lambda it: it.waits and _is_kept(it, Stage.DRAFT),
    run=_review,
    form=ReviewForm,
    initial=lambda article: {"reviewer": article.reviewer_id, "due": article.due},
)
DEEDS = (
    _SEND_TO_REVIEW,
    replace(
        _SEND_TO_REVIEW,
        label=gettext_lazy("Change the reviewer"),
        button=gettext_lazy("Change"),
        fits=lambda it: _is_kept(it, Stage.IN_REVIEW),
    ),
    Deed(
        "approve",
        gettext_lazy("Approve"),
        gettext_lazy("Approve"),
        may=lambda it: it.can_review,
        fits=lambda it: _is_kept(it, Stage.IN_REVIEW),
        run=_approve,
        form=NoteForm,
    ),
    Deed(
        "send-back",
        gettext_lazy("Send back"),
        gettext_lazy("Send back"),
        may=lambda it: it.can_review,
        fits=lambda it: _is_kept(it, Stage.IN_REVIEW, Stage.READY),
        run=_send_back,
        form=ReasonForm,
    ),
    Deed(
        "schedule",
        gettext_lazy("Schedule publishing"),
        gettext_lazy("Schedule"),
        may=lambda it: it.can_publish,
        fits=lambda it: it.waits and not it.review_missing,
        run=_schedule,
        form=TimeForm,
        initial=lambda article: {"at": article.publish_at},
    ),
    Deed(
        "schedule-retirement",
        gettext_lazy("Schedule retiring"),
        gettext_lazy("Schedule"),
        may=lambda it: it.can_publish,
        fits=lambda it: not it.is_trashed and (it.is_public or it.article.publish_at is not None),
        run=_schedule_retirement,
        form=TimeForm,
        initial=lambda article: {"at": article.retire_at},
    ),
    Deed(
        "unschedule",
        gettext_lazy("Cancel the schedule"),
        gettext_lazy("Cancel the schedule"),
        may=lambda it: it.can_publish,
        fits=lambda it: it.article.publish_at is not None or it.article.retire_at is not None,
        run=_unschedule,
    ),
)
"""Those of the panel's forms. Publishing, retiring and the trash take no words; ``workflow`` has them."""


def deed_called(name: str, situation: Situation) -> Deed | None:
    """Of two with one name the one that fits."""
    called = [deed for deed in DEEDS if deed.name == name]
    return next((deed for deed in called if deed.fits(situation)), called[0] if called else None)
