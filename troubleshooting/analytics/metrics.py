"""The metrics, each defined once: pages, exports and tests use these names and these definitions."""

from dataclasses import dataclass
from math import sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SMALL = 20
"""Below this n a share is shown with a warning: a few visits more could turn it round."""
_Z = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""
_NO_SHARE = _("a dash")


@dataclass(frozen=True)
class Share:
    """``count`` of ``n``. Under n = 1 there is no share, and ``value`` is None."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        return self.count / self.n if self.n else None

    @property
    def is_small(self) -> bool:
        return self.n < SMALL

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95 %: where the share lies if these visits are a fair sample."""
        if not self.n:
            return None
        share = self.count / self.n
        scale = 1 + _Z**2 / self.n
        middle = (share + _Z**2 / (2 * self.n)) / scale
        reach = _Z * sqrt(share * (1 - share) / self.n + _Z**2 / (4 * self.n**2)) / scale
        return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


@dataclass(frozen=True)
class Tally:
    """Visits by what became of them. Every visit counts in exactly one of the three."""

    solved: int = 0
    not_solved: int = 0
    unknown: int = 0

    @property
    def n(self) -> int:
        return self.solved + self.not_solved + self.unknown

    @property
    def share(self) -> Share:
        """The solved ones of all three."""
        return Share(self.solved, self.n)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.solved + other.solved, self.not_solved + other.not_solved, self.unknown + other.unknown)


@dataclass(frozen=True)
class Metric:
    """A definition for people: what is counted, and of what it is a share (empty: it is a plain count)."""

    key: str
    name: str | Promise
    numerator: str | Promise
    denominator: str | Promise = ""
    empty: str | Promise = _NO_SHARE
    """What stands there while n is 0."""


PERIOD_RULE = _(
    "Days are UTC. A visit belongs to the period in which it first reported, and all it reported later counts with it. "
    "A message to support belongs to the period in which it was sent."
)
TRUST_RULE = _(
    "Reports beyond what one network may send in an hour (trust class -1) are set aside: they are counted separately and "
    "are in no other number."
)

REPORTED = Metric(
    "reported",
    _("Visits that reported"),
    _(
        "Visits with at least one report on a fix of the article. However many fixes a visit reports on, it counts once."
    ),
    empty="0",
)
RESOLUTION = Metric(
    "resolution",
    _("Solved, by article"),
    _("Visits with a report “This fixed it” on any fix of the article."),
    _(
        "All visits that reported. Not solved: the visit wrote to support, or its last report led to no further fix. "
        "Unknown: it was led on to another fix and then fell silent."
    ),
)
SCENARIO = Metric(
    "scenario",
    _("Solved, by scenario"),
    _("Visits with a report “This fixed it” on any fix of the scenario."),
    _(
        "Visits that reported on a fix of the scenario or were led to one. Unknown: not solved here, and led to a fix of "
        "the scenario without reporting on that one. Not solved: the others. A fix that was moved counts where it stands "
        "today."
    ),
)
FIX = Metric(
    "fix",
    _("Solved, by fix"),
    _("Visits whose report on the fix is “This fixed it”."),
    _(
        "Visits that reported on the fix or were led to it. Not solved: their report is “It didn't help”. Unknown: they "
        "were led to the fix and never reported on it."
    ),
)
ANSWER = Metric(
    "answer",
    _("Answers"),
    _("Visits that chose the answer, by the newest of their reports that carries answers."),
    _("All visits that reported, whether or not they went through the guide."),
)
HANDOFFS = Metric(
    "handoffs",
    _("Messages to support"),
    _("Messages sent from the article's contact page, with or without a report before."),
    empty="0",
)
METRICS = (REPORTED, RESOLUTION, SCENARIO, FIX, ANSWER, HANDOFFS)
