"""The period that an analytics page's address names."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from troubleshooting.analytics import Period

CUSTOM = "custom"
EVER = "all"
DEFAULT = "30"
DAYS = {"7": 7, "30": 30, "90": 90}
CHOICES = (
    ("7", _("7 days")),
    ("30", _("30 days")),
    ("90", _("90 days")),
    (EVER, _("All time")),
    (CUSTOM, _("From – to")),
)


def _day_field(label: Any) -> forms.DateField:
    validators = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    return forms.DateField(
        label=label, required=False, validators=validators, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class PeriodForm(forms.Form):
    """Anything but a valid choice falls back to the default and says why."""

    period = forms.ChoiceField(choices=CHOICES, required=False)
    first = _day_field(_("First day"))
    last = _day_field(_("Last day"))

    def clean(self) -> dict[str, Any]:
        values = {**(super().clean() or {})}
        if values.get("first") and values.get("last") and values["first"] > values["last"]:
            raise forms.ValidationError(_("The first day must not come after the last one."))
        return values

    @property
    def choice(self) -> str:
        return str(self.cleaned_data.get("period") or DEFAULT) if self.is_valid() else DEFAULT

    def chosen(self) -> Period:
        if self.choice == CUSTOM:
            return Period.of_days(self.cleaned_data["first"], self.cleaned_data["last"])
        if self.choice == EVER:
            return Period()
        return Period.last_days(DAYS[self.choice], today=datetime.now(UTC).date())

    @property
    def query(self) -> str:
        """The choice as it stands in links to other pages and files."""
        days = {name: self.cleaned_data[name] for name in ("first", "last")} if self.choice == CUSTOM else {}
        return urlencode({"period": self.choice, **{name: day.isoformat() for name, day in days.items() if day}})
