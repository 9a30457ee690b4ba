"""What documents refer to by key and do not hold themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DestinationLink:
    label: str
    url: str


@dataclass(frozen=True)
class Catalog:
    """Names of topics and products by slug, deep links by key."""

    topics: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    destinations: Mapping[str, DestinationLink] = field(default_factory=dict)
