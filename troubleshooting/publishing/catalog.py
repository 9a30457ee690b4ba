"""What documents refer to by key: topics, products, destinations and shared procedures as they stand in the database."""

from collections.abc import Container
from functools import cached_property

from troubleshooting.documents.catalog import Catalog, DestinationLink, SharedProcedure
from troubleshooting.models import Article, Destination, FormerSlug, Image, Procedure, Product, Topic


class StoredImages(Container[str]):
    """Names of the stored images, read once and only when a document shows one: a library may hold thousands."""

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(Image.objects.values_list("name", flat=True))

    def __contains__(self, name: object) -> bool:
        return name in self.names


class PublicSlugs(Container[str]):
    """Present and former slugs of what is published, read once and only when an article links to another."""

    @cached_property
    def slugs(self) -> frozenset[str]:
        published = Article.objects.published()
        former = FormerSlug.objects.filter(article__in=published)
        return frozenset([*published.values_list("slug", flat=True), *former.values_list("slug", flat=True)])

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs


def current_catalog() -> Catalog:
    """Four small queries; callers that publish many articles pass one catalog along."""
    return Catalog(
        topics=dict(Topic.objects.values_list("slug", "name")),
        products=dict(Product.objects.values_list("slug", "name")),
        destinations={
            key: DestinationLink(label, url)
            for key, label, url in Destination.objects.values_list("key", "label", "url")
        },
        procedures={
            procedure.key: SharedProcedure(procedure.title, procedure.steps) for procedure in Procedure.objects.all()
        },
        images=StoredImages(),
        articles=PublicSlugs(),
    )
