"""What was copied from a word processor or a web page, as Markdown for a text field."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troubleshooting.admin.article_pages import may
from troubleshooting.documents.pasting import LONGEST, to_markdown


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """``markdown`` is empty where the copied text has no structure: its plain text says the same."""
    if not (may(request, "change") or request.user.has_perm("troubleshooting.add_article")):
        raise PermissionDenied
    html = request.POST.get("html", "")
    if len(html) > LONGEST:
        message = _("What you pasted is larger than %(limit)s MB. Paste it in parts.") % {"limit": LONGEST // 1_000_000}
        return JsonResponse({"error": message}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return JsonResponse({"markdown": to_markdown(html)})
