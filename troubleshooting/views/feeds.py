"""What the portal tells programs that follow it: feed readers, browsers' search boxes, language models."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape as escape_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooting.documents.commonmark import escape
from troubleshooting.documents.markdown.source import INVISIBLE
from troubleshooting.http.pages import PublicPage, public_file, public_page, site_url
from troubleshooting.models import Article, Topic

FEED_LENGTH = 50
MOST_LINKS = 1000
"""In llms.txt, whose readers take it in as a whole: 160 KB of titles and summaries."""


@require_safe
def atom(_request: HttpRequest) -> PublicPage:
    """The articles that changed last."""
    canonical = reverse("troubleshooting:feed")
    feed = Atom1Feed(
        title=_xml_text(settings.PORTAL_NAME),
        link=site_url(reverse("troubleshooting:home")),
        description="",
        subtitle=_("Recently updated articles"),
        language=settings.LANGUAGE_CODE,
        author_name=_xml_text(settings.PORTAL_NAME),
        feed_url=site_url(canonical),
    )
    for article in Article.objects.published().for_feed(FEED_LENGTH):
        feed.add_item(
            title=_xml_text(article.title),
            link=article.url,
            # A summary is HTML to a feed.
            description=escape_html(_xml_text(article.summary)),
            unique_id=_tag_uri(article),
            pubdate=article.first_published_at,
            updateddate=article.published_at,
            author_name=_xml_text(article.publisher) or None,
            categories=[_xml_text(article.topic.name)] if article.topic else [],
        )
    return public_file(feed.writeString("utf-8"), "application/atom+xml", canonical=canonical)


@require_safe
def opensearch(_request: HttpRequest) -> PublicPage:
    """Lets a browser offer the portal's search in its own box."""
    context = {"short_name": _xml_text(settings.PORTAL_NAME)[:16], "long_name": _xml_text(settings.PORTAL_NAME)[:48]}
    canonical = reverse("troubleshooting:opensearch")
    media_type = "application/opensearchdescription+xml"
    return public_page("troubleshooting/opensearch.xml", context, canonical=canonical, media_type=media_type)


@require_safe
def llms(_request: HttpRequest) -> PublicPage:
    """The articles as Markdown, topic by topic; of each topic its newest, where they are too many for one reading."""
    topics = list(Topic.objects.with_articles()[:MOST_LINKS])
    most = max(1, MOST_LINKS // max(1, len(topics)))
    listed: dict[int | None, list[Article]] = {}
    for article in Article.objects.published().newest_of_each_topic(most):
        listed.setdefault(article.topic_id, []).append(article)
    sections = [_section(topic, topic.count, listed.get(topic.pk, [])) for topic in topics]
    content = "\n".join([_head_of_llms(), *sections, _optional_section()])
    return public_file(content, "text/plain", canonical=reverse("troubleshooting:llms"))


def _head_of_llms() -> str:
    name = escape(_line(settings.PORTAL_NAME))
    summary = _("Troubleshooting articles: what causes a problem or an error code, and the fixes that end it.")
    codes = site_url(reverse("troubleshooting:code", args=["CODE"]))
    search = site_url(reverse("troubleshooting:search"))
    ways = [
        _("Each link leads to an article as Markdown. With .json in place of .md it is data, with / it is the page."),
        _("The article of an error code: %(url)s") % {"url": codes},
        _("A search: %(url)s") % {"url": f"{search}?q=WORDS"},
    ]
    return "\n".join([f"# {name}", "", f"> {summary}", "", *(f"- {way}" for way in ways), ""])


def _section(topic: Topic, count: int, articles: list[Article]) -> str:
    links = [_link(article.title, _markdown_url(article), article.summary) for article in articles]
    if count > len(articles):
        everything = _("All %(count)s articles on %(topic)s") % {"count": count, "topic": topic.name}
        links.append(_link(everything, site_url(topic.get_absolute_url()), topic.description))
    return "\n".join([f"## {escape(_line(topic.name))}", "", *links, ""])


def _optional_section() -> str:
    """What a reader with little room may leave out, says the form."""
    links = [
        _link(_("The same for programs: the API's description"), site_url(reverse("api:openapi")), ""),
        _link(_("Recently updated articles"), site_url(reverse("troubleshooting:feed")), ""),
        _link(_("Every address, with its date"), site_url(reverse("troubleshooting:sitemap")), ""),
    ]
    return "\n".join(["## Optional", "", *links, ""])


def _link(text: str, url: str, note: str) -> str:
    link = f"- [{escape(_line(text))}]({url})"
    return f"{link}: {escape(_line(note))}" if note else link


def _markdown_url(article: Article) -> str:
    return site_url(reverse("troubleshooting:article_markdown", args=[article.slug]))


def _line(text: str) -> str:
    return " ".join(text.split())


def _xml_text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return INVISIBLE.sub("", text)


def _tag_uri(article: Article) -> str:
    """An id that outlives the article's address (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{article.created_at:%Y-%m-%d}:article-{article.pk}"
