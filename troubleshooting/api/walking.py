"""From a node of the walk to the position that is answered."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from troubleshooting import guide
from troubleshooting.api import positions
from troubleshooting.api.addresses import article_href, lead_href, position_href
from troubleshooting.api.positions import Cause, Content, Position
from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.markdown.printer import print_blocks
from troubleshooting.documents.schema import CONTACT, ArticleDocument, Fix, FixRole, Question, Scenario, Step
from troubleshooting.guide import Trail
from troubleshooting.http.links import guide_url, solved_url
from troubleshooting.http.pages import site_url
from troubleshooting.http.store import Store, clock
from troubleshooting.models import Article
from troubleshooting.publishing import current_catalog

_catalogs: Store[str, Catalog] = Store(limit=lambda: 1, size=lambda _catalog: 1, seconds=lambda: 60)
"""The deep links and shared steps of one content version, read when a fix first names one."""


def position_at(article: Article, node: str, trail: Trail) -> Position:
    """The position of a node that the trail reaches; ``""`` is the list of causes."""
    assert article.published_revision is not None
    document = article.published_revision.document
    common = _common(article, document, node, trail)
    if question := document.question(node):
        return _question(article, document, question, trail, common)
    if scenario := document.scenario(node):
        return _scenario(article, document, scenario, trail, common)
    rendered = article.page.rendered
    causes = _causes(article.slug, document, trail)
    if node == CONTACT:
        body = Content(html=rendered.contact_body, markdown=print_blocks(document.contact.body))
        checklist = list(rendered.checklist)
        return positions.ContactPosition(
            **common, title=_("Contact support"), body=body, checklist=checklist, other_causes=causes
        )
    body = Content(html=rendered.body, markdown=print_blocks(document.body))
    return positions.CausesPosition(**common, title=article.title, body=body, causes=causes)


def _common(article: Article, document: ArticleDocument, node: str, trail: Trail) -> dict[str, Any]:
    slug = article.slug
    owners = {fix.key: (scenario, fix) for scenario in document.scenarios for fix in scenario.fixes}
    return {
        "href": position_href(slug, node, trail),
        "url": site_url(guide_url(slug, node, trail)),
        "article": article_href(slug),
        "answers": [
            positions.GivenAnswer(
                question=given.question.key,
                title=given.question.title,
                choice=given.choice.key,
                label=given.choice.label,
                href=position_href(slug, given.question.key, trail),
            )
            for given in guide.walk(document, trail.answers).path
        ],
        "tried": [
            positions.TriedFix(scenario=scenario.key, fix=fix.key, title=fix.title)
            for scenario, fix in (owners[key] for key in trail.tried)
        ],
        "dismissed": list(trail.dismissed),
        "restart": position_href(slug, "", Trail()),
        "contact": position_href(slug, CONTACT, trail),
    }


def _causes(slug: str, document: ArticleDocument, trail: Trail) -> list[Cause]:
    return [
        Cause(key=scenario.key, title=scenario.title, href=position_href(slug, scenario.key, trail))
        for scenario in guide.open_scenarios(document, trail)
    ]


def _question(
    article: Article, document: ArticleDocument, question: Question, trail: Trail, common: dict[str, Any]
) -> positions.QuestionPosition:
    rendered = next(q for q in article.page.rendered.questions if q.key == question.key)
    number = len(guide.walk(document, trail.answers).until(question.key)) + 1
    return positions.QuestionPosition(
        **common,
        key=question.key,
        title=question.title,
        body=Content(html=rendered.body, markdown=print_blocks(question.body)),
        number=number,
        at_most=number - 1 + guide.most_questions_from(document, question),
        choices=[
            positions.GuideChoice(
                key=option.choice.key,
                label=option.choice.label,
                is_chosen=option.chosen,
                href=position_href(article.slug, option.node, option.trail),
            )
            for option in guide.options(document, question, trail)
        ],
    )


def _scenario(
    article: Article, document: ArticleDocument, scenario: Scenario, trail: Trail, common: dict[str, Any]
) -> positions.ScenarioPosition:
    rendered = next(s for s in article.page.rendered.scenarios if s.key == scenario.key)
    fix = guide.next_fix(scenario, trail)
    set_aside = trail.dismissing(scenario.key)
    return positions.ScenarioPosition(
        **common,
        key=scenario.key,
        title=scenario.title,
        body=Content(html=rendered.body, markdown=print_blocks(scenario.body)),
        fits_answers=guide.walk(document, trail.answers).end == scenario,
        offer=_offer(article, scenario, fix, trail) if fix else None,
        not_this=lead_href(article.slug, guide.next_cause(document, set_aside)),
        other_causes=_causes(article.slug, document, set_aside),
    )


def _offer(article: Article, scenario: Scenario, fix: Fix, trail: Trail) -> positions.Offer:
    assert article.published_revision is not None
    lead = guide.after_failure(article.published_revision.document, fix.key, trail)
    follow_ups = [each for each in scenario.fixes if each.role == FixRole.FOLLOW_UP]
    return positions.Offer(
        fix=_fix(article, fix),
        solved=site_url(solved_url(article.slug, fix.key)),
        follow_ups=[_fix(article, each) for each in follow_ups],
        not_solved=lead_href(article.slug, lead),
    )


def _fix(article: Article, fix: Fix) -> positions.GuideFix:
    rendered = next(f for s in article.page.rendered.scenarios for f in s.fixes if f.key == fix.key)
    catalog = _catalog() if any(step.destination or step.procedure for step in fix.steps) else Catalog()
    return positions.GuideFix(
        key=fix.key,
        title=fix.title,
        role=fix.role,
        body=Content(html=rendered.body, markdown=print_blocks(fix.body)),
        steps=[_step(key, step, catalog) for key, step in _steps(fix, catalog)],
        steps_html=rendered.steps,
        outcome=Content(html=rendered.outcome, markdown=print_blocks(fix.outcome)),
    )


def _steps(fix: Fix, catalog: Catalog) -> Iterator[tuple[str, Step]]:
    """Each step, or the shared steps that stand in its place, with its key."""
    for step in fix.steps:
        shared = catalog.procedures.get(step.procedure or "")
        if step.body or step.destination or shared is None:
            yield step.key, step
        for inner in shared.steps if shared else ():
            yield f"{step.key}--{inner.key}", inner


def _step(key: str, step: Step, catalog: Catalog) -> positions.GuideStep:
    found = catalog.destinations.get(step.destination or "")
    destination = positions.Destination(label=found.label, url=found.url) if found else None
    return positions.GuideStep(key=key, markdown=print_blocks(step.body), destination=destination)


def _catalog() -> Catalog:
    stamp = clock.stamp()
    catalog = _catalogs.get("")
    if catalog is None:
        catalog = current_catalog()
        _catalogs.put("", catalog, stamp)
    return catalog
