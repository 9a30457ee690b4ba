"""Articles from an uploaded file: look at what would be made of it, then import it as drafts."""

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.admin.article_pages import BOTH, frame
from troubleshooting.importing.kinds import Kind
from troubleshooting.importing.reports import FileReport, Totals
from troubleshooting.importing.sources import SourceError
from troubleshooting.importing.uploads import keep_upload, run_of
from troubleshooting.models import Upload

SECONDS = 12.0
"""Of one request, well below those after which the server gives it up."""
_KINDS = (
    ("", gettext_lazy("Find out by what is in it")),
    (Kind.PORTAL.value, gettext_lazy("The portal's own files")),
    (Kind.MARKDOWN.value, gettext_lazy("Markdown of other tools")),
    (Kind.HELP_CENTER.value, gettext_lazy("Zendesk Guide export")),
    (Kind.GRAPHS.value, gettext_lazy("Decision graphs in JSON")),
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A .zip of a folder, or one file: at most 10 MB and 500 articles. For more there is the command import_articles."
        ),
        error_messages={"required": gettext_lazy("Choose a file to upload.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it holds"), choices=_KINDS, required=False)


def import_page(request: HttpRequest) -> HttpResponse:
    """The form; a POST keeps the file and goes on to its preview."""
    _require_permission(request)
    if request.method not in BOTH:
        return HttpResponseNotAllowed(BOTH)
    if request.method != "POST":
        return _page(request, "import", form=UploadForm())
    form = UploadForm(request.POST, request.FILES)
    # Beyond this limit the upload handler of the settings drops the file as it comes in.
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        form = UploadForm(request.POST)
        form.errors["file"] = form.error_class([_("The file is larger than 10 MB.")])
    if form.is_valid() and (upload := _kept(request, form)):
        query = f"?kind={form.cleaned_data['kind']}" if form.cleaned_data["kind"] else ""
        address = reverse("admin:troubleshooting_article_import_preview", args=[upload.pk])
        return HttpResponseRedirect(f"{address}{query}")
    return _page(request, "import", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the import would do; POST does it, or throws the upload away."""
    _require_permission(request)
    if request.method not in BOTH:
        return HttpResponseNotAllowed(BOTH)
    upload = get_object_or_404(Upload, pk=pk, uploaded_by=request.user)
    if "discard" in request.POST:
        upload.delete()
        messages.success(request, _("The upload was thrown away."))
        return HttpResponseRedirect(reverse("admin:troubleshooting_article_import"))
    named = request.POST.get("kind") or request.GET.get("kind") or ""
    kind = Kind(named) if named in set(Kind) else None
    is_dry = request.method != "POST"
    try:
        run = run_of(upload, kind=kind, is_dry=is_dry)
    except SourceError as error:
        return _page(
            request, "import_preview", status=HTTPStatus.UNPROCESSABLE_ENTITY, upload=upload, refusal=str(error)
        )
    reports = list(_in_time(run.reports()))
    left = max(0, run.total - len(reports))
    shown: dict[str, Any] = {
        "upload": upload,
        "reports": reports,
        "totals": Totals.of(reports),
        "kind": run.kind.value,
        "left": left,
    }
    return _page(request, "import_preview", **shown) if is_dry else _imported(request, upload, shown)


def _require_permission(request: HttpRequest) -> None:
    if not request.user.has_perms(["troubleshooting.add_article", "troubleshooting.publish_article"]):
        raise PermissionDenied


def _kept(request: HttpRequest, form: UploadForm) -> Upload | None:
    assert request.user.is_authenticated
    file = form.cleaned_data["file"]
    try:
        return keep_upload(data=file.read(), name=file.name, by=request.user)
    except SourceError as error:
        form.add_error("file", str(error))
        return None


def _in_time(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """As many as are made before the server would lose patience, one at least."""
    end = time.monotonic() + SECONDS
    for report in reports:
        yield report
        if time.monotonic() >= end:
            return


def _imported(request: HttpRequest, upload: Upload, shown: dict[str, Any]) -> HttpResponse:
    if shown["left"]:
        messages.warning(request, _("There was no time for all files. Import again: what is done stays done."))
        return _page(request, "import_preview", **shown)
    upload.delete()
    messages.success(request, _("Imported as drafts. Visitors see nothing of it before it is published."))
    return _page(request, "import_done", **shown)


def _page(request: HttpRequest, template: str, *, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    context = frame(request, None, title=_("Import articles"), kinds=_KINDS, **context)
    return TemplateResponse(request, f"admin/troubleshooting/{template}.html", context, status=status)


PAGES = (("import/", import_page, "import"), ("import/<int:pk>/", preview_page, "import_preview"))
