"""What was copied from a word processor or a web page, as Markdown for a text field."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troubleshooting.admin.article_pages import may
from troubleshooting.documents.pasting import is_too_large, to_markdown


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """``markdown`` is empty where the copied text has no structure: its plain text says the same."""
    if not (may(request, "change") or request.user.has_perm("troubleshooting.add_article")):
        raise PermissionDenied
    html = request.POST.get("html", "")
    if is_too_large(html):
        message = _("What you pasted is too large to be read with its formatting. Paste it in parts.")
        return JsonResponse({"error": message}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return JsonResponse({"markdown": to_markdown(html)})
