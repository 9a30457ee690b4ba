"""The account of an import: what became of each file, and the sums."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    """The file's changes and those that staff made since, together."""
    UNCHANGED = "unchanged"
    EDITED_HERE = "edited here"
    """Both changed the same: not overwritten."""
    REFUSED = "refused"
    SKIPPED = "skipped"


LABELS = {
    Outcome.NEW: _("new"),
    Outcome.CHANGED: _("changed"),
    Outcome.MERGED: _("merged with edits made here"),
    Outcome.UNCHANGED: _("unchanged"),
    Outcome.EDITED_HERE: _("edited here since; not overwritten"),
    Outcome.REFUSED: _("refused"),
    Outcome.SKIPPED: _("not an article"),
}
WRITES = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.MERGED})
FAILS = frozenset({Outcome.REFUSED, Outcome.EDITED_HERE})


@dataclass
class FileReport:
    path: str
    outcome: Outcome
    slug: str = ""
    title: str = ""
    topic: str = ""
    products: tuple[str, ...] = ()
    scenarios: int = 0
    fixes: int = 0
    steps: int = 0
    published: bool = False
    not_published: str = ""
    """Why it stays a draft although publishing was asked for."""
    mapped: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(LABELS[self.outcome])

    @property
    def writes(self) -> bool:
        return self.outcome in WRITES or self.published

    @property
    def fails(self) -> bool:
        """Refused, in whole or in what was asked for."""
        return self.outcome in FAILS or bool(self.not_published)

    def describe(self, document: ArticleDocument) -> None:
        fixes = [fix for scenario in document.scenarios for fix in scenario.fixes]
        self.slug, self.title, self.topic = document.slug, document.title, document.topic
        self.products = document.products
        self.scenarios, self.fixes = len(document.scenarios), len(fixes)
        self.steps = sum(len(fix.steps) for fix in fixes)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "outcome": self.outcome.value}


@dataclass
class Totals:
    files: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    published: int = 0
    not_published: int = 0
    warnings: int = 0
    errors: int = 0

    def add(self, report: FileReport) -> None:
        self.files += 1
        self.outcomes[report.outcome] += 1
        self.published += report.published
        self.not_published += bool(report.not_published)
        errors = sum(problem.severity == "error" for problem in report.problems)
        self.errors += errors
        self.warnings += len(report.problems) - errors

    @classmethod
    def of(cls, reports: Iterable[FileReport]) -> "Totals":
        totals = cls()
        for report in reports:
            totals.add(report)
        return totals

    def as_json(self) -> dict[str, int]:
        counted = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        named = {name: getattr(self, name) for name in ("published", "not_published", "warnings", "errors")}
        return {"files": self.files, **counted, **named}
