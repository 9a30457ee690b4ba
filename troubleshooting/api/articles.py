"""Lists of articles, and one article as its document."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema

from troubleshooting.api.addresses import api_path, article_href, listed, position_href
from troubleshooting.api.answers import (
    Articles,
    CodeAnswer,
    Index,
    Products,
    PublishedArticle,
    Shelf,
    ShelfWithCount,
    Summary,
    Topics,
)
from troubleshooting.api.operations import Filter, SafeText, Slug, answer_page, find_article, operation
from troubleshooting.exporting import article_json
from troubleshooting.guide import Trail
from troubleshooting.http.pages import PublicPage, site_url
from troubleshooting.models import Article, Product, Topic

USUAL_LENGTH = 50
MOST_ARTICLES = 100
"""On one page."""

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_CURSOR = r"^[0-9]{1,16}-[0-9]{1,18}$"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

router = Router()


def _moment(text: str) -> str:
    """As in RFC 3339, in UTC. The plus sign of an offset reads as a space where a client forgot to encode it."""
    written = re.sub(r" (\d\d:\d\d)$", r"+\1", text)
    try:
        if _DATE_TIME.fullmatch(written):
            return datetime.fromisoformat(written).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        pass
    raise ValueError(_("Write date, time and offset as in 2026-11-01T00:00:00Z."))


Moment = Annotated[str, AfterValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]


@operation(router, "", Index, name="index", operation_id="index", tags=["about"], summary="Where everything is")
def index(request: HttpRequest) -> PublicPage:
    names = ("openapi", "articles", "search", "suggest", "topics", "products")
    return answer_page(
        Index(**{name: site_url(api_path(name)) for name in names}),
        canonical=api_path("index"),
    )


class ListQuery(BaseModel):
    """How a list of articles is narrowed and cut into pages."""

    product: Filter = Field("", description="Slug of a product.")
    topic: Filter = Field("", description="Slug of a topic.")
    code: SafeText = Field("", description="An error code in any form it is written in.")
    changed_since: Moment = Field("", description="Only articles whose public text changed then or later.")
    limit: int = Field(USUAL_LENGTH, ge=1, le=MOST_ARTICLES, description="Articles on a page.")
    cursor: str = Field("", pattern=rf"{_CURSOR}|^$", description="Where a page begins; `next` has it.")

    def path(self, cursor: str) -> str:
        """Of the page that begins there."""
        limit = str(self.limit) if self.limit != USUAL_LENGTH else ""
        return listed("articles", {**self.model_dump(), "limit": limit, "cursor": cursor})


@operation(
    router,
    "articles/",
    Articles,
    name="articles",
    also=(422,),
    operation_id="listArticles",
    tags=["articles"],
    summary="Published articles, those changed last first",
    description="To keep a copy in step, ask with `changed_since` the newest `updated_at` you have, and follow `next` "
    "to the end. A filter that no article has gives an empty list. An article that was retired is no longer listed; its "
    "own address answers 410.",
)
def articles(request: HttpRequest, asked: Annotated[ListQuery, Query()]) -> PublicPage:
    found = Article.objects.published().for_api().narrowed(product=asked.product, topic=asked.topic, code=asked.code)
    if asked.changed_since:
        found = found.changed_since(datetime.fromisoformat(asked.changed_since))
    found = found.recently_changed_after(*_place(asked.cursor)) if asked.cursor else found.recently_changed()
    page = list(found[: asked.limit + 1])
    following = site_url(asked.path(_cursor(page[asked.limit - 1]))) if page[asked.limit :] else None
    return answer_page(
        Articles(articles=[summary_of(article) for article in page[: asked.limit]], next=following),
        canonical=asked.path(asked.cursor),
        headers={"Link": f'<{following}>; rel="next"'} if following else None,
    )


@operation(
    router,
    "articles/{slug}/",
    PublishedArticle,
    name="article",
    also=(301, 404, 410),
    operation_id="getArticle",
    tags=["articles"],
    summary="One article as its document",
)
def article(request: HttpRequest, slug: Slug) -> PublicPage:
    found = find_article(slug, lambda present: api_path("article", present))
    links = {"href": article_href(slug), "guide": position_href(slug, "", Trail())}
    value = PublishedArticle.model_validate({**article_json(found), **links})
    return answer_page(value, canonical=api_path("article", slug))


@operation(
    router,
    "codes/{code}/",
    CodeAnswer,
    name="code",
    also=(404,),
    operation_id="getCode",
    tags=["articles"],
    summary="The articles that carry an error code",
    description="`324`, `error 324`, `ERR-324` and `0324` are the same code. At most 100 articles, by title.",
)
def code(
    request: HttpRequest,
    code: Annotated[
        str,
        WithJsonSchema({"type": "string", "pattern": r"^[^/\x00]+$"}),
        Path(description="The code as it is seen on the screen.", example="E-4012"),
    ],
) -> PublicPage:
    found = Article.objects.published().for_api().with_code(code).order_by("title", "pk")[:MOST_ARTICLES]
    summaries = [summary_of(article) for article in found]
    if not summaries:
        raise Http404(_("No article carries this code. Search for what happens instead."))
    return answer_page(CodeAnswer(code=code, articles=summaries), canonical=api_path("code", code))


@operation(router, "topics/", Topics, name="topics", operation_id="listTopics", tags=["shelves"], summary="All topics")
def topics(request: HttpRequest) -> PublicPage:
    shelves = [_shelf(topic, "topic", topic.article_count) for topic in Topic.objects.with_use_counts()]
    return answer_page(Topics(topics=shelves), canonical=api_path("topics"))


@operation(
    router,
    "products/",
    Products,
    name="products",
    operation_id="listProducts",
    tags=["shelves"],
    summary="All products",
)
def products(request: HttpRequest) -> PublicPage:
    shelves = [_shelf(product, "product", product.article_count) for product in Product.objects.with_use_counts()]
    return answer_page(Products(products=shelves), canonical=api_path("products"))


def summary_of(article: Article) -> Summary:
    """Of an article that ``for_api()`` loaded."""
    assert article.topic is not None
    assert article.published_at is not None
    return Summary(
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        codes=[code.text for code in article.codes.all()],
        topic=Shelf(slug=article.topic.slug, name=article.topic.name),
        products=[Shelf(slug=product.slug, name=product.name) for product in article.products.all()],
        updated_at=article.published_at,
        href=article_href(article.slug),
        guide=position_href(article.slug, "", Trail()),
        url=article.url,
    )


def _shelf(shelf: Topic | Product, filtered_by: str, count: int) -> ShelfWithCount:
    return ShelfWithCount(
        slug=shelf.slug,
        name=shelf.name,
        articles=count,
        href=site_url(listed("articles", {filtered_by: shelf.slug})),
        url=site_url(shelf.get_absolute_url()),
    )


def _cursor(article: Article) -> str:
    """The place after an article: the moment of its change in microseconds, and its number."""
    assert article.published_at is not None
    return f"{(article.published_at - _EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def _place(cursor: str) -> tuple[datetime, int]:
    microseconds, number = cursor.split("-")
    return _EPOCH + timedelta(microseconds=int(microseconds)), int(number)
