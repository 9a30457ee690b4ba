"""What the API answers. Clients ignore the fields they do not know; none is ever taken away or changed in ``/api/v1/``."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from troubleshooting.documents.schema import ArticleDocument, Key


class Answer(BaseModel):
    """Every field is in every answer; what does not apply is null, empty or an empty list."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


Href = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class Index(Answer):
    """Where everything is."""

    openapi: Href
    articles: Href
    search: Href
    suggest: Href
    topics: Href
    products: Href


class Shelf(Answer):
    """A topic or a product."""

    slug: Key
    name: str


class ShelfWithCount(Shelf):
    articles: int = Field(ge=0, description="How many published articles there are.")
    href: Href = Field(description="Those articles in the API.")
    url: Href = Field(description="Their page for people.")


class Topics(Answer):
    topics: list[ShelfWithCount]


class Products(Answer):
    products: list[ShelfWithCount]


class Summary(Answer):
    """An article as lists show it."""

    slug: Key
    title: str
    summary: str
    codes: list[str] = Field(description="The error code first, then its aliases.")
    topic: Shelf
    products: list[Shelf]
    updated_at: datetime = Field(description="When the public text last changed.")
    href: Href = Field(description="The article in the API.")
    guide: Href = Field(description="The beginning of its guide in the API.")
    url: Href = Field(description="Its page for people.")


class Articles(Answer):
    articles: list[Summary]
    next: Href | None = Field(description="The next page; null on the last one. It is in the `Link` header too.")


class CodeAnswer(Answer):
    code: str = Field(description="As it was asked for.")
    articles: list[Summary] = Field(min_length=1)


class PublishedArticle(ArticleDocument):
    """The article as one document. Texts are Markdown; keys are stable over edits."""

    url: Href = Field(description="Its page for people.")
    href: Href
    guide: Href = Field(description="The beginning of its guide in the API.")
    revision: int = Field(ge=1, description="Number of the public revision.")
    updated_at: datetime


class Piece(Answer):
    text: str
    is_match: bool = Field(description="Whether the words of the query are in it.")


class Line(Answer):
    """A line of plain text, whole and in pieces."""

    text: str
    pieces: list[Piece]


class MatchedScenario(Answer):
    key: Key
    title: Line


class Hit(Answer):
    article: Summary
    title: Line
    context: Line = Field(description="A line of the article around the match.")
    scenario: MatchedScenario | None = Field(description="The cause that matched best, if one did.")
    by_code: bool = Field(description="Whether the article carries a code of the query.")
    url: Href = Field(description="The article's page with the cause that matched open.")


class Facet(Answer):
    slug: Key
    name: str
    count: int = Field(ge=0, description="How many of the found articles have it.")
    href: Href = Field(description="The same search within it.")


class SearchAnswer(Answer):
    query: str = Field(description="What was searched: at most the first 200 characters of what was asked.")
    total: int = Field(ge=0, description="How many articles were found. Large numbers are counted to a bound.")
    hits: list[Hit] = Field(max_length=20, description="One page of them, best first.")
    products: list[Facet]
    topics: list[Facet]
    did_you_mean: str | None = Field(description="The query with misspelt words corrected, where that finds more.")
    nearest: list[Hit] = Field(description="Where nothing was found: the articles that come closest.")
    next: Href | None
    previous: Href | None


class Suggestion(Answer):
    title: Line
    code: str
    scenario: Line | None = Field(description="The cause that matched, if one did.")
    url: Href


class Suggestions(Answer):
    query: str
    suggestions: list[Suggestion] = Field(max_length=8)


class WrongParameter(Answer):
    name: str
    where: str = Field(description="`query` or `path`.")
    detail: str


class Problem(Answer):
    """What went wrong, as problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, for people.")
    errors: list[WrongParameter] = Field(description="With 422: each parameter that is not as described.")
