"""Dates and numbers as people say them."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """How long since a moment, in its largest unit alone: nobody plans by the hours of "3 days, 4 hours"."""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": timesince(moment, depth=1)}


@register.filter
def thousands(count: int) -> str:
    """A count with the separators of the language."""
    return number_format(count, force_grouping=True)
