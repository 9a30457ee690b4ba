"""What documents refer to by key: topics, products and destinations as they stand in the database."""

from troubleshooting.documents.catalog import Catalog, DestinationLink
from troubleshooting.models import Destination, Product, Topic


def current_catalog() -> Catalog:
    """Three small queries; callers that publish many articles pass one catalog along."""
    return Catalog(
        topics=dict(Topic.objects.values_list("slug", "name")),
        products=dict(Product.objects.values_list("slug", "name")),
        destinations={
            key: DestinationLink(label, url)
            for key, label, url in Destination.objects.values_list("key", "label", "url")
        },
    )
