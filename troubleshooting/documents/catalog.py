"""What documents refer to by key and do not hold themselves."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from troubleshooting.documents.schema import Step


@dataclass(frozen=True)
class DestinationLink:
    label: str
    url: str


@dataclass(frozen=True)
class SharedProcedure:
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Catalog:
    """Names of topics and products by slug, deep links and shared procedures by key."""

    topics: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    destinations: Mapping[str, DestinationLink] = field(default_factory=dict)
    procedures: Mapping[str, SharedProcedure] = field(default_factory=dict)
    images: Container[str] | None = field(default=None, compare=False)
    """Names of the portal's own images; None where nobody knows them."""
    articles: Container[str] | None = field(default=None, compare=False)
    """Slugs by which visitors get to an article; None where nobody knows them."""
