"""Shares in words and as bars. Bars are drawn with SVG attributes, because the content security policy forbids styles."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from troubleshooting.analytics import Share, Tally

register = template.Library()


@register.filter
def percent(value: float | None) -> str:
    """A dash where there is nothing to take a share of."""
    return "–" if value is None else f"{value:.0%}"


@register.filter
def interval(share: Share) -> str:
    if share.interval is None:
        return ""
    low, high = share.interval
    return f"{low * 100:.0f}–{high:.0%}"


@register.inclusion_tag("admin/troubleshooting/_bar.html")
def outcome_bar(outcome: Tally) -> dict[str, Any]:
    parts = (("solved", outcome.solved), ("not-solved", outcome.not_solved), ("unknown", outcome.unknown))
    words = _("%(solved)s solved, %(not_solved)s not solved, %(unknown)s unknown")
    counts = {"solved": outcome.solved, "not_solved": outcome.not_solved, "unknown": outcome.unknown}
    return {"segments": _segments(parts, outcome.n), "words": words % counts}


@register.inclusion_tag("admin/troubleshooting/_bar.html")
def share_bar(share: Share) -> dict[str, Any]:
    words = _("%(count)s of %(n)s") % {"count": share.count, "n": share.n}
    return {"segments": _segments((("chosen", share.count),), share.n), "words": words}


def _segments(parts: tuple[tuple[str, int], ...], n: int) -> list[dict[str, str]]:
    """Left edge and width in percent, as text: a number would be written with the comma of some languages."""
    segments = []
    start = 0
    for name, count in parts:
        if count:
            segments.append({"name": name, "x": f"{100 * start / n:.2f}", "width": f"{100 * count / n:.2f}"})
        start += count
    return segments
