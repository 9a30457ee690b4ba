"""The hand-off to support."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troubleshooting import guide
from troubleshooting.escalation import Message, hand_over, packet
from troubleshooting.forms import ContactForm
from troubleshooting.guide import Trail
from troubleshooting.http import limits, visits
from troubleshooting.http.links import contact_url, guide_url, with_query
from troubleshooting.http.pages import CACHE_CONTROL, portal_context, public_page
from troubleshooting.models import Article
from troubleshooting.views.guide import causes, given
from troubleshooting.views.lookup import with_article

TEMPLATE = "troubleshooting/contact.html"
_REFERENCE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")


Send = Callable[[HttpRequest, Article, ContactForm, Trail], HttpResponseBase]
"""What is done with a form that is filled in as it should be."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_article
def contact(request: HttpRequest, article: Article) -> HttpResponseBase:
    """GET the packet, POST it with the visitor's words."""
    return contact_page(request, article, _send)


def contact_page(request: HttpRequest, article: Article, send: Send) -> HttpResponseBase:
    assert article.published_revision is not None
    document = article.published_revision.document
    fields = request.POST if request.method == "POST" else request.GET
    pairs = ((name, value) for name, values in fields.lists() for value in values)
    trail = guide.trim(document, Trail.read(document, pairs))
    if request.method == "POST":
        form = ContactForm(request.POST, document=document)
        return send(request, article, form, trail) if form.is_valid() else _again(article, form, trail, status=400)
    context = _context(article, ContactForm(document=document), trail)
    return public_page(TEMPLATE, context, canonical=contact_url(article.slug, trail))


def _send(request: HttpRequest, article: Article, form: ContactForm, trail: Trail) -> HttpResponseBase:
    if not limits.within(limits.CONTACT, request):
        form.add_error(None, _("Too many messages came from your network. Nothing is lost: send it again in an hour."))
        return _again(article, form, trail, status=429)
    written = form.cleaned_data
    message = Message(written["name"], written["email"], written["message"], form.checklist)
    visit, trust = visits.visit_of(request, written["visit"], article.slug)
    escalation = hand_over(article, message, trail, visit=visit, trust=trust)
    return _sent(article, escalation.reference)


def _again(article: Article, form: ContactForm, trail: Trail, *, status: int) -> HttpResponse:
    """The form with everything the visitor wrote, and what to change."""
    content = render_to_string(TEMPLATE, {**portal_context(), **_context(article, form, trail)})
    response = HttpResponse(content, status=status, headers={"Cache-Control": "no-store"})
    if status == limits.TOO_MANY:
        response["Retry-After"] = str(limits.CONTACT.seconds_left())
    return response


def _sent(article: Article, reference: str) -> HttpResponseRedirect:
    path = reverse("troubleshooting:contact_sent", args=[article.slug])
    url = with_query(path, {"reference": reference})
    return HttpResponseRedirect(url, status=303, headers={"Cache-Control": "no-store"})


@require_safe
@with_article
def sent(request: HttpRequest, article: Article) -> HttpResponseBase:
    """Shows the reference in its address; nothing is looked up, so nothing can be guessed from it."""
    reference = request.GET.get("reference", "")
    if not _REFERENCE.fullmatch(reference):
        return HttpResponseRedirect(contact_url(article.slug, Trail()), headers={"Cache-Control": CACHE_CONTROL})
    context = {
        **portal_context(),
        "article": article,
        "article_url": article.get_absolute_url(),
        "reference": reference,
    }
    content = render_to_string("troubleshooting/contact_sent.html", context)
    return HttpResponse(content, headers={"Cache-Control": "no-store"})


def _context(article: Article, form: ContactForm, trail: Trail) -> dict[str, Any]:
    assert article.published_revision is not None
    document = article.published_revision.document
    return {
        "article": article.page.rendered,
        "article_url": article.get_absolute_url(),
        "absolute_url": article.url,
        "form": form,
        "packet": packet(document, trail),
        "given": given(article.slug, document, trail),
        "causes": causes(article.slug, document, trail),
        "trail": trail.pairs(),
        "guide_url": guide_url(article.slug, "", trail),
        "contact_url": contact_url(article.slug, Trail()),
    }
