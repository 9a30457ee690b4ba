"""The one writer of reports."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting import guide
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Article, Fix, Report, Revision, Scenario
from troubleshooting.models.reports import TrustClass


class ReportError(Exception):
    """The report names something the article never had."""


@dataclass(frozen=True)
class Word:
    """What a visitor said about one fix of the revision they saw; ``trail`` holds the form's answers and tried fixes."""

    scenario: str
    fix: str
    verdict: str
    revision: int
    comment: str = ""
    trail: tuple[tuple[str, str], ...] = ()

    def trail_in(self, document: ArticleDocument) -> guide.Trail:
        """As much of the trail as a document knows."""
        return guide.trim(document, guide.Trail.read(document, self.trail))


def record(article: Article, word: Word, *, visit: str, trust: TrustClass) -> guide.Lead | None:
    """Store the word and say where it leads; None when it solved the problem. Returns after the commit.

    One row per visit and fix whatever is clicked, retried or raced: the constraint decides, not a look beforehand.
    A later word of the same visit replaces the verdict; a comment stays until another one is sent. ``article`` comes
    with its published revision.
    """
    shown = _shown(article, word)
    lead = _lead(article, word)
    fixes = {fix.key: fix for fix in Fix.objects.filter(article=article)}
    trail = word.trail_in(shown.document)
    report = Report(
        visit=visit,
        article=article,
        revision=shown,
        scenario=Scenario.objects.get(article=article, key=word.scenario),
        fix=fixes[word.fix],
        verdict=word.verdict,
        led_to=fixes[lead.fix.key] if lead and lead.fix else None,
        answers=dict(trail.answers),
        tried=[key for key in trail.tried if key != word.fix],
        comment=word.comment,
        trust=trust,
    )
    with transaction.atomic():
        Report.objects.bulk_create(
            [report],
            update_conflicts=True,
            unique_fields=["visit", "fix"],
            update_fields=["verdict", "led_to", "changed_at", *(["comment"] if word.comment else [])],
        )
    return lead


def lead_of(article: Article, word: Word) -> guide.Lead | None:
    """Where ``record`` would say that the word leads; nothing is stored."""
    _shown(article, word)
    return _lead(article, word)


def _shown(article: Article, word: Word) -> Revision:
    """The revision with the fix that the word is about."""
    revision = _revision(article, word.revision)
    scenario = revision.document.scenario(word.scenario)
    if scenario is None or all(fix.key != word.fix for fix in scenario.fixes):
        raise ReportError(_("The article has no such fix. Open it again and report from there."))
    return revision


def _revision(article: Article, number: int) -> Revision:
    """The published one or, from a page opened before the last publishing, an older one."""
    published = article.published_revision
    if published and published.number == number:
        return published
    former = article.revisions.filter(number=number).first()
    if former is None or not published or former.number > published.number:
        raise ReportError(_("The article has changed. Open it again and report from there."))
    return former


def _lead(article: Article, word: Word) -> guide.Lead | None:
    """Onward in today's document, whichever the visitor saw."""
    if word.verdict == Report.Verdict.SOLVED or article.published_revision is None:
        return None
    document = article.published_revision.document
    return guide.after_failure(document, word.fix, word.trail_in(document))
