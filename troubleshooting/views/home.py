from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from troubleshooting.http.pages import PublicPage, public_page
from troubleshooting.models import Article, Topic

LISTED = 6


@require_safe
def home(_request: HttpRequest) -> PublicPage:
    """Search box, topics, most helpful and recently changed articles: two queries."""
    listed = list(Article.objects.published().for_home(LISTED))
    context = {
        "topics": Topic.objects.with_articles(),
        "recent": listed[:LISTED],
        "helpful": sorted((a for a in listed if a.helped), key=lambda a: -a.helped)[:LISTED],
    }
    return public_page("troubleshooting/home.html", context, canonical=reverse("troubleshooting:home"))
