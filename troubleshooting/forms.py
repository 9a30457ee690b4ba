"""Parsing of every POST and query string of the public pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.schema import KEY_LENGTH, ArticleDocument
from troubleshooting.models import Report
from troubleshooting.models.searching import QUERY_LENGTH

PAGE_DIGITS = 4


class SearchForm(forms.Form):
    """A search as it stands in the URL. Over-long queries are cut, not refused: a pasted message may be long."""

    q = forms.CharField(required=False)
    product = forms.SlugField(required=False, max_length=KEY_LENGTH)
    topic = forms.SlugField(required=False, max_length=KEY_LENGTH)
    page = forms.CharField(required=False)

    is_cut = False
    """Whether more was asked than counts."""

    def clean_q(self) -> str:
        query = str(self.cleaned_data["q"])
        self.is_cut = len(query) > QUERY_LENGTH
        return query[:QUERY_LENGTH].strip()

    def clean_page(self) -> int:
        """The first page for what is no number of a page."""
        text = str(self.cleaned_data["page"])
        return max(1, int(text)) if text.isdecimal() and len(text) <= PAGE_DIGITS else 1


COMMENT_LENGTH = 500


class Prose(forms.CharField):
    """Text of several lines. Browsers send each line end as two characters and count it as one."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """One word on one fix. The answers and tried fixes of the trail come along as further fields."""

    scenario = forms.SlugField(max_length=KEY_LENGTH)
    fix = forms.SlugField(max_length=KEY_LENGTH)
    verdict = forms.ChoiceField(choices=Report.Verdict.choices)
    revision = forms.IntegerField(min_value=1)
    comment = Prose(required=False)
    visit = forms.CharField(required=False, max_length=300)

    def clean_comment(self) -> str:
        """Cut rather than refused: a long comment must not cost the report."""
        return str(self.cleaned_data["comment"])[:COMMENT_LENGTH]


class ContactForm(forms.Form):
    """The hand-off to support: who asks, what they add, and the article's checklist as fields."""

    name = forms.CharField(
        label=_("Your name"), required=False, max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail address, so that support can answer.")},
    )
    message = Prose(
        label=_("What happens, in your words"), required=False, max_length=4000, widget=forms.Textarea({"rows": 5})
    )
    website = forms.CharField(required=False, max_length=200)
    """A honeypot: hidden from people, filled in by programs; the page never prints what was in it."""
    visit = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, document: ArticleDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {f"item.{item.key}": item for item in document.contact.checklist}
        for name, item in self.items.items():
            self.fields[name] = forms.CharField(label=item.label, required=False, max_length=500)

    def clean_name(self) -> str:
        """One line: more of them could pass for lines of ours in the mail."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean(self) -> None:
        """A person whose browser filled the trap sends the form again, with the trap empty; nothing is pretended."""
        if self.cleaned_data.get("website"):
            self.add_error(None, _("Something filled in a field that people cannot see. Send the form again."))

    @property
    def checklist(self) -> tuple[tuple[str, str], ...]:
        """Pairs of label and answer, of a valid form."""
        return tuple((item.label, self.cleaned_data[name]) for name, item in self.items.items())

    @property
    def checklist_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.items]
