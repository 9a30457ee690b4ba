"""The guide: one question, or one cause, a page."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooting import guide
from troubleshooting.documents.schema import ArticleDocument, Question, Scenario
from troubleshooting.guide import Trail
from troubleshooting.http.links import article_url, contact_url, guide_url, lead_url
from troubleshooting.http.pages import CACHE_CONTROL, public_page
from troubleshooting.models import Article
from troubleshooting.views.lookup import with_article


@dataclass(frozen=True)
class Given:
    """An answer of the trail as the page lists it."""

    question: str
    answer: str
    change_url: str


@dataclass(frozen=True)
class Cause:
    """A scenario to go on to."""

    title: str
    url: str


def start_page(request: HttpRequest, article: Article) -> HttpResponseBase:
    """On to the furthest node the trail reaches; without questions, the list of causes itself."""
    document, trail = _read(request, article)
    if node := guide.reach(document, "", trail):
        return _redirect(guide_url(article.slug, node, trail))
    context = _common(article, document, trail) | {"causes": causes(article.slug, document, trail)}
    return public_page("troubleshooting/guide_causes.html", context, canonical=guide_url(article.slug, "", trail))


def node_page(request: HttpRequest, article: Article, node: str) -> HttpResponseBase:
    document, trail = _read(request, article)
    if not guide.has_node(document, node):
        raise Http404
    reached = guide.reach(document, node, trail)
    question, scenario = document.question(reached), document.scenario(reached)
    url = guide_url(article.slug, reached, trail)
    if reached != node or not (question or scenario):
        return _redirect(url)
    context = _common(article, document, trail)
    if question:
        context |= _question_context(article, document, question, trail)
        return public_page("troubleshooting/guide_question.html", context, canonical=url)
    assert scenario is not None
    context |= _scenario_context(article, document, scenario, trail)
    return public_page("troubleshooting/guide_scenario.html", context, canonical=url)


start = require_safe(with_article(start_page))
node = require_safe(with_article(node_page))


def _read(request: HttpRequest, article: Article) -> tuple[ArticleDocument, Trail]:
    assert article.published_revision is not None
    document = article.published_revision.document
    pairs = ((name, value) for name, values in request.GET.lists() for value in values)
    return document, guide.trim(document, Trail.read(document, pairs))


def _redirect(url: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url, headers={"Cache-Control": CACHE_CONTROL})


def given(slug: str, document: ArticleDocument, trail: Trail) -> list[Given]:
    """The answers so far, each with the address that asks its question again."""
    return [
        Given(answer.question.title, answer.choice.label, guide_url(slug, answer.question.key, trail))
        for answer in guide.walk(document, trail.answers).path
    ]


def causes(slug: str, document: ArticleDocument, trail: Trail) -> list[Cause]:
    """The causes still open, in the order they are offered."""
    return [
        Cause(scenario.title, guide_url(slug, scenario.key, trail))
        for scenario in guide.open_scenarios(document, trail)
    ]


def _common(article: Article, document: ArticleDocument, trail: Trail) -> dict[str, Any]:
    return {
        "article": article.page.rendered,
        "given": given(article.slug, document, trail),
        "contact_url": contact_url(article.slug, trail),
        "restart_url": guide_url(article.slug, "", Trail()),
        "article_url": article_url(article.slug),
    }


def _question_context(article: Article, document: ArticleDocument, question: Question, trail: Trail) -> dict[str, Any]:
    before = guide.walk(document, trail.answers).until(question.key)
    number = len(before) + 1
    rendered = next(q for q in article.page.rendered.questions if q.key == question.key)
    return {
        "question": rendered,
        "options": [
            {
                "label": option.choice.label,
                "chosen": option.chosen,
                "url": guide_url(article.slug, option.node, option.trail),
            }
            for option in guide.options(document, question, trail)
        ],
        "number": number,
        "at_most": number - 1 + guide.most_questions_from(document, question),
        "back_url": guide_url(article.slug, before[-1].question.key, trail) if before else article_url(article.slug),
    }


def _scenario_context(article: Article, document: ArticleDocument, scenario: Scenario, trail: Trail) -> dict[str, Any]:
    rendered = next(s for s in article.page.rendered.scenarios if s.key == scenario.key)
    fix = guide.next_fix(scenario, trail)
    set_aside = trail.dismissing(scenario.key)
    before = guide.walk(document, trail.answers).path
    assert article.published_revision is not None
    return {
        "scenario": rendered,
        "fits_answers": guide.walk(document, trail.answers).end == scenario,
        "fix": next((f for f in rendered.fixes if fix and f.key == fix.key), None),
        "tried": [f for f in rendered.fixes if f.key in trail.tried],
        "not_it_url": lead_url(article.slug, guide.next_cause(document, set_aside)),
        "causes": causes(article.slug, document, set_aside),
        "trail": trail.pairs(),
        "revision": article.published_revision.number,
        "reports_url": reverse("troubleshooting:reports", args=[article.slug]),
        "back_url": guide_url(article.slug, before[-1].question.key, trail) if before else article_url(article.slug),
    }
