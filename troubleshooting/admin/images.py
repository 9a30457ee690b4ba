"""The library of images: upload, look up where one is used, copy its Markdown, delete what nothing shows."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troubleshooting.documents.commonmark import escape
from troubleshooting.documents.links import image_address
from troubleshooting.images import ImageError, ImageInUse, checked_alternative, delete_image, store_image, too_large
from troubleshooting.models import Image

PER_PAGE = 24
VIEW, ADD, DELETE = (f"troubleshooting.{verb}_image" for verb in ("view", "add", "delete"))


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest) -> HttpResponse:
    """The list; a POST uploads, for the form above the list and, asked for JSON, for the editors."""
    return _upload(request) if request.method == "POST" else _list(request)


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "HEAD"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Image.objects.for_list(), pk=pk)
    context = {
        "title": image.alternative,
        "image": image,
        "markdown": markdown_of(image.name, image.alternative),
        "articles": image.articles(),
        "procedures": image.procedures(),
        "may_delete": request.user.has_perm(DELETE),
    }
    return _page(request, "image", context)


@permission_required(DELETE, raise_exception=True)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Image.objects.for_list(), pk=pk)
    try:
        delete_image(image, by=request.user)
    except ImageInUse as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:image", args=[pk]))
    messages.success(request, _("Deleted: “%(image)s”.") % {"image": image.alternative})
    return HttpResponseRedirect(reverse("admin:images"))


def markdown_of(name: str, alternative: str) -> str:
    return f"![{escape(alternative)}]({image_address(name)})"


def _upload(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        image, alternative = _store(request)
    except ImageError as refused:
        if wants_json:
            return JsonResponse({"error": str(refused)}, status=HTTPStatus.BAD_REQUEST)
        return _list(request, refusal=str(refused), status=HTTPStatus.BAD_REQUEST)
    markdown = markdown_of(image.name, alternative)
    if wants_json:
        return JsonResponse({"markdown": markdown, "url": image.get_absolute_url()}, status=HTTPStatus.CREATED)
    messages.success(request, _("Uploaded. Copy the Markdown below into the step that needs the image."))
    return HttpResponseRedirect(reverse("admin:image", args=[image.pk]))


def _store(request: HttpRequest) -> tuple[Image, str]:
    """The stored image, and the text alternative as it was given now."""
    # Beyond this limit the upload handler of the settings drops the file as it comes in.
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        raise too_large()
    file = request.FILES.get("image")
    if file is None:
        raise ImageError(_("Choose an image to upload."))
    file_name = file.name or ""
    alternative = checked_alternative(request.POST.get("alternative", ""), file_name)
    return store_image(data=file.read(), alternative=alternative, file_name=file_name, by=request.user), alternative


def _list(request: HttpRequest, *, refusal: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    words = request.GET.get("q", "").strip().replace("\0", "")
    found = Image.objects.for_list()
    page = Paginator(found.said(words) if words else found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Images"),
        "page": page,
        "words": words,
        "refusal": refusal,
        "alternative": request.POST.get("alternative", "") if refusal else "",
        "may_add": request.user.has_perm(ADD),
    }
    return _page(request, "images", context, status=status)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = HTTPStatus.OK) -> HttpResponse:
    frame = {**admin.site.each_context(request), "opts": Image._meta, **context}
    return TemplateResponse(request, f"admin/troubleshooting/{template}.html", frame, status=status)
