from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article, Product, Topic
from troubleshooting.views.linked_data import script, website

LISTED = 6
PRODUCTS = 12


@require_safe
def home(_request: HttpRequest) -> PublicPage:
    """Search box, topics, products, most helpful and recently changed articles: three queries."""
    listed = list(Article.objects.published().for_home(LISTED))
    context = {
        "topics": Topic.objects.with_articles(),
        "products": Product.objects.with_articles()[:PRODUCTS],
        "recent": listed[:LISTED],
        "helpful": sorted((a for a in listed if a.helped), key=lambda a: -a.helped)[:LISTED],
        "linked_data": script(website()),
    }
    return public_page("troubleshooting/home.html", context, canonical=reverse("troubleshooting:home"))
