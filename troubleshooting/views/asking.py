"""A search as it stands in an address: what was asked, and the addresses of the same search asked otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from troubleshooting.forms import SearchForm
from troubleshooting.http.links import with_query
from troubleshooting.models import Product, Topic
from troubleshooting.search import MOST_RESULTS, Facet, Results


@dataclass(frozen=True, slots=True)
class Asked:
    """``product`` and ``topic`` exist. ``is_cut``: more was asked than counts."""

    q: str = ""
    product: Product | None = None
    topic: Topic | None = None
    page: int = 1
    is_cut: bool = False

    @classmethod
    def read(cls, form: SearchForm) -> "Asked":
        """Filters that name nothing are dropped, as unknown keys are."""
        form.is_valid()
        q, product, topic = (str(form.cleaned_data.get(name, "")) for name in ("q", "product", "topic"))
        return cls(
            q=q,
            product=Product.objects.filter(slug=product).first() if product else None,
            topic=Topic.objects.filter(slug=topic).first() if topic else None,
            page=form.cleaned_data.get("page", 1),
            is_cut=form.is_cut,
        )

    @property
    def values(self) -> dict[str, str]:
        return {
            "q": self.q,
            "product": self.product.slug if self.product else "",
            "topic": self.topic.slug if self.topic else "",
            "page": str(self.page) if self.page > 1 else "",
        }

    @property
    def url(self) -> str:
        return _url(self.values)

    @property
    def unfiltered_url(self) -> str:
        return _url({"q": self.q})

    @property
    def start(self) -> int:
        return (self.page - 1) * MOST_RESULTS

    def url_with(self, **values: str) -> str:
        """The first page of the same search with other words or another filter; ``""`` takes a filter off."""
        return _url({**self.values, "page": "", **values})

    def on_page(self, page: int) -> "Asked":
        return replace(self, page=page)


def _url(values: dict[str, str]) -> str:
    return with_query(reverse("troubleshooting:search"), values)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which of the results one page shows, counted from 1; addresses are empty where there is no such page."""

    first: int
    last: int
    previous_url: str
    next_url: str


def stretch(asked: Asked, results: Results) -> Stretch:
    last = asked.start + len(results.hits)
    return Stretch(
        first=asked.start + 1,
        last=last,
        previous_url=asked.on_page(asked.page - 1).url if asked.page > 1 else "",
        next_url=asked.on_page(asked.page + 1).url if last < results.total else "",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a search down, with the address that takes it off."""

    title: str
    everything: str
    chosen: str
    choices: tuple[Choice, ...]
    off_url: str


def filters(asked: Asked, results: Results) -> tuple[Filter, ...]:
    """Those that a choice can be made of, or has been."""
    product = _filter(asked, "product", _("Product"), _("All products"), asked.product, results.products)
    topic = _filter(asked, "topic", _("Topic"), _("All topics"), asked.topic, results.topics)
    return tuple(found for found in (product, topic) if found.chosen or len(found.choices) > 1)


def _filter(
    asked: Asked, field: str, title: str, everything: str, chosen: Product | Topic | None, facets: Sequence[Facet]
) -> Filter:
    """Each choice replaces the one made; the one made is there even if nothing is found with it."""
    taken = chosen.slug if chosen else ""
    if chosen and all(facet.slug != taken for facet in facets):
        facets = (Facet(taken, chosen.name, 0), *facets)
    choices = tuple(
        Choice(facet.name, facet.count, asked.url_with(**{field: facet.slug}), is_chosen=facet.slug == taken)
        for facet in facets
    )
    return Filter(title, everything, chosen.name if chosen else "", choices, asked.url_with(**{field: ""}))
