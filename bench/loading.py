"""Many published articles at once, as rows: what the search reads of them, and nothing that only an editor would miss."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bench.texts import Help
from troubleshooting.documents.folding import fold_code
from troubleshooting.models import Article, Code, Page, Product, Revision, Topic


@dataclass(frozen=True)
class Shelves:
    topics: list[Topic]
    products: list[Product]


def make_shelves() -> Shelves:
    """Twelve topics and thirty products; those that are there stay."""
    topics = [Topic.objects.get_or_create(slug=f"topic-{n}", defaults={"name": f"Topic {n}"})[0] for n in range(12)]
    products = [
        Product.objects.get_or_create(slug=f"product-{n}", defaults={"name": f"Product {n}"})[0] for n in range(30)
    ]
    return Shelves(topics, products)


@transaction.atomic
def load(articles: Sequence[Help], shelves: Shelves) -> None:
    """Article and revision know each other; the databases compare the two when the transaction ends."""
    now = timezone.now()
    Article.objects.bulk_create(
        Article(
            pk=article.number,
            slug=f"article-{article.number}",
            title=article.title,
            summary=article.summary,
            code=article.code,
            topic=shelves.topics[article.number % len(shelves.topics)],
            status=Article.Status.PUBLISHED,
            published_revision_id=article.number,
            published_at=now,
        )
        for article in articles
    )
    Revision.objects.bulk_create(
        Revision(pk=article.number, article_id=article.number, number=1, content={}) for article in articles
    )
    Page.objects.bulk_create(Page(article_id=article.number, content=article.page(), body="") for article in articles)
    Code.objects.bulk_create(
        Code(article_id=article.number, text=article.code, folded=fold_code(article.code)) for article in articles
    )
    filed = Article.products.through
    filed.objects.bulk_create(
        filed(article_id=article.number, product_id=shelves.products[article.number % len(shelves.products)].pk)
        for article in articles
    )
