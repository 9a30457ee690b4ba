"""The texts a new article begins with: every part once, to be written over. And the page on which one is chosen."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.article_pages import GET, Page, frame
from troubleshooting.documents.keys import slugify_key
from troubleshooting.documents.markdown import parse, print_document
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.models import Topic

SLUG = "name-in-the-address"
"""An article that still has it is not ready to be published."""
TITLE_LENGTH = 200
_FOLDER = Path(__file__).parent / "starters"


@dataclass(frozen=True)
class Starter:
    """A text to start from: the file ``starters/<name>.md``."""

    name: str
    label: str | Promise
    purpose: str | Promise

    def text(self, topic: str = "topic") -> str:
        return (_FOLDER / f"{self.name}.md").read_text("utf-8").replace("{topic}", topic)

    def document(self, topic: str = "topic") -> ArticleDocument:
        document = parse(self.text(topic)).document
        assert document is not None
        return document


STARTERS = (
    Starter(
        "error-code",
        gettext_lazy("Error code"),
        gettext_lazy(
            "People see a message or a code. Several causes, each with its fixes, and a question that tells them apart."
        ),
    ),
    Starter(
        "how-to",
        gettext_lazy("How-to"),
        gettext_lazy(
            "People want to get one thing done. The usual way, step by step, and another one for those who cannot use it."
        ),
    ),
    Starter(
        "outage",
        gettext_lazy("Known issue"),
        gettext_lazy(
            "Something does not work and people cannot mend it. Where it stands, and what they can do until then."
        ),
    ),
    Starter("empty", gettext_lazy("Empty"), gettext_lazy("The least an article needs: one cause with one fix.")),
)


def new_text(name: str = "", title: str = "", code: str = "") -> str:
    """The text of the starter with that name, else of the first one, filed under the first topic there is.

    A ``title`` stands in it already, with a slug made of it, and a ``code``.
    """
    starter = next((starter for starter in STARTERS if starter.name == name), STARTERS[0])
    topic = Topic.objects.values_list("slug", flat=True).first() or "topic"
    title = " ".join(title.split())[:TITLE_LENGTH].strip()
    if not title:
        return starter.text(topic)
    codes = tuple(filter(None, [" ".join(code.split())[:TITLE_LENGTH]]))
    values = {"title": title, "slug": slugify_key(title) or SLUG, "codes": codes}
    return print_document(starter.document(topic).model_copy(update=values))


def is_unwritten(document: ArticleDocument) -> bool:
    """Whether it still says what its starter said in the address, the title or the summary."""
    return document.slug == SLUG or not _placeholders().isdisjoint({document.title, document.summary})


@cache
def _placeholders() -> frozenset[str]:
    documents = [starter.document() for starter in STARTERS]
    return frozenset(text for document in documents for text in (document.title, document.summary))


def choose(request: HttpRequest) -> HttpResponse:
    """The starters as links to the editor. ``title`` and ``code`` in the address go along."""
    if not request.user.has_perm("troubleshooting.add_article"):
        raise PermissionDenied
    if request.method not in GET:
        return HttpResponseNotAllowed(GET)
    wanted = {name: request.GET.get(name, "") for name in ("title", "code")}
    context = frame(
        request,
        None,
        title=_("New article"),
        starters=STARTERS,
        wanted=wanted["title"],
        carried=urlencode({name: value for name, value in wanted.items() if value}, quote_via=quote),
    )
    return TemplateResponse(request, "admin/troubleshooting/choose.html", context)


PAGES: tuple[tuple[str, Page, str], ...] = (("new/", choose, "new"),)
