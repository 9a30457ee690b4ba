"""What a search gives: values, and articles as lists show them."""

from dataclasses import dataclass

from troubleshooting.models import Article


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``is_match`` where the query's words are in it."""

    text: str
    is_match: bool = False


Marked = tuple[Piece, ...]
"""A line of text in pieces. Joined they are the line; nothing in them is markup."""


def plain(marked: Marked) -> str:
    return "".join(piece.text for piece in marked)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product or a topic."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. ``article`` has slug, title, summary and code."""

    article: Article
    title: Marked
    context: Marked
    """A line of the article around the match; the summary where the match is in the title alone."""
    topic: Shelf | None = None
    products: tuple[Shelf, ...] = ()
    scenario: str = ""
    """Key of the cause that matched best, ``""`` where the article matched as a whole."""
    scenario_title: Marked = ()
    by_code: bool = False
    """Whether the article carries a code of the query."""
    is_redirect: bool = False
    """Whether staff have made the query lead here."""

    @property
    def url(self) -> str:
        """The article, with the cause that matched open."""
        path = self.article.get_absolute_url()
        return f"{path}#{self.scenario}" if self.scenario else path


@dataclass(frozen=True, slots=True)
class Facet:
    """A product or a topic, and how many articles are found when it is the only filter of its kind."""

    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """``hits`` are one page of what was found, best first."""

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    """How many articles were found in all; counted up to ``MOST_COUNTED``."""
    products: tuple[Facet, ...] = ()
    topics: tuple[Facet, ...] = ()
    did_you_mean: str = ""
    """The query with its misspelt words corrected, where that finds more; ``""`` otherwise."""
    is_partial: bool = False
    """Whether no article holds every word, so that the hits hold only some of them."""
    nearest: tuple[Hit, ...] = ()
    """Where nothing was found: the articles that come closest."""

    @property
    def by_code(self) -> bool:
        """Whether the first ones carry a code of the query."""
        return bool(self.hits) and self.hits[0].by_code


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box while somebody types."""

    title: Marked
    url: str
    slug: str
    """Of the article."""
    code: str = ""
    scenario_title: Marked = ()
