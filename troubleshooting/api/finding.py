"""Search and suggestions."""

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from troubleshooting import search as engine
from troubleshooting.api.addresses import listed
from troubleshooting.api.answers import (
    Facet,
    Hit,
    Line,
    MatchedScenario,
    Piece,
    SearchAnswer,
    Suggestion,
    Suggestions,
    Summary,
)
from troubleshooting.api.articles import summary_of
from troubleshooting.api.operations import Filter, SafeText, answer_page, operation
from troubleshooting.http.pages import PublicPage, site_url
from troubleshooting.models import Article
from troubleshooting.models.searching import QUERY_LENGTH
from troubleshooting.search import MOST_RESULTS, Results

MOST_PAGES = 50
MOST_SUGGESTIONS = 8

router = Router()


class SuggestQuery(BaseModel):
    q: SafeText = Field(
        description="Any text: an error code in any form, words, a pasted error message. The first 200 characters count."
    )

    @property
    def text(self) -> str:
        return self.q[:QUERY_LENGTH].strip()


class SearchQuery(SuggestQuery):
    product: Filter = Field("", description="Slug of a product.")
    topic: Filter = Field("", description="Slug of a topic.")
    page: int = Field(1, ge=1, le=MOST_PAGES, description="20 articles each.")

    def path(self, **changes: str) -> str:
        """Of the first page of the search with those changes."""
        return listed("search", {"q": self.text, "product": self.product, "topic": self.topic, **changes})

    def page_path(self, page: int) -> str:
        return self.path(page=str(page) if page > 1 else "")


@operation(
    router,
    "search/",
    SearchAnswer,
    name="search",
    also=(422,),
    operation_id="search",
    tags=["search"],
    summary="Articles for a query, best first",
    description="20 on a page. A query without a word in it finds nothing, as does a filter that no article has.",
)
def search(request: HttpRequest, asked: Annotated[SearchQuery, Query()]) -> PublicPage:
    start = (asked.page - 1) * MOST_RESULTS
    results = engine.search(asked.text, product=asked.product, topic=asked.topic, start=start)
    return answer_page(_answer(results, asked), canonical=asked.page_path(asked.page))


@operation(
    router,
    "suggest/",
    Suggestions,
    name="suggest",
    also=(422,),
    operation_id="suggest",
    tags=["search"],
    summary="What somebody may mean who has typed this far",
    description="At most 8, best first.",
)
def suggest(request: HttpRequest, asked: Annotated[SuggestQuery, Query()]) -> PublicPage:
    suggestions = [
        Suggestion(
            title=_line(found.title),
            code=found.code,
            scenario=_line(found.scenario_title) if found.scenario_title else None,
            url=site_url(found.url),
        )
        for found in engine.suggest(asked.text, limit=MOST_SUGGESTIONS)
    ]
    return answer_page(
        Suggestions(query=asked.text, suggestions=suggestions), canonical=listed("suggest", {"q": asked.text})
    )


def _answer(results: Results, asked: SearchQuery) -> SearchAnswer:
    is_last = asked.page == MOST_PAGES or results.total <= asked.page * MOST_RESULTS
    return SearchAnswer(
        query=asked.text,
        total=results.total,
        hits=_hits(results.hits),
        products=[_facet(facet, asked.path(product=facet.slug)) for facet in results.products],
        topics=[_facet(facet, asked.path(topic=facet.slug)) for facet in results.topics],
        did_you_mean=results.did_you_mean or None,
        nearest=_hits(results.nearest),
        next=None if is_last else site_url(asked.page_path(asked.page + 1)),
        previous=site_url(asked.page_path(asked.page - 1)) if asked.page > 1 else None,
    )


def _hits(found: Sequence[engine.Hit]) -> list[Hit]:
    """With what the search itself does not load of an article."""
    articles = Article.objects.published().for_api().in_bulk([hit.article.pk for hit in found])
    return [_hit(hit, summary_of(articles[hit.article.pk])) for hit in found if hit.article.pk in articles]


def _hit(hit: engine.Hit, summary: Summary) -> Hit:
    scenario = MatchedScenario(key=hit.scenario, title=_line(hit.scenario_title)) if hit.scenario else None
    return Hit(
        article=summary,
        title=_line(hit.title),
        context=_line(hit.context),
        scenario=scenario,
        by_code=hit.by_code,
        url=site_url(hit.url),
    )


def _facet(facet: engine.Facet, path: str) -> Facet:
    return Facet(slug=facet.slug, name=facet.name, count=facet.count, href=site_url(path))


def _line(marked: engine.Marked) -> Line:
    return Line(text=engine.plain(marked), pieces=[Piece(text=piece.text, is_match=piece.is_match) for piece in marked])
