"""Errors as the API tells them: problem details (RFC 9457), one shape for all."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import JsonResponse
from django.utils.translation import gettext as _

API_PREFIX = "/api/"
DESCRIPTION_PATH = f"{API_PREFIX}v1/openapi.json"
CONTENT_TYPE = "application/problem+json"


def is_api_path(path: str) -> bool:
    return path.startswith(API_PREFIX)


def problem(
    status: int, detail: str = "", *, retry_after: int | None = None, errors: Sequence[dict[str, str]] = ()
) -> JsonResponse:
    """``errors`` says of each wrong parameter its ``name``, ``where`` it stands and what is wrong (``detail``)."""
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail or _usual(status)}
    response = JsonResponse(
        {**told, "errors": list(errors)},
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store"},
    )
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _usual(status: int) -> str:
    match status:
        case HTTPStatus.NOT_FOUND:
            return _("There is nothing at this address. %(path)s describes the API.") % {"path": DESCRIPTION_PATH}
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return _("The API is for reading: use GET or HEAD.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return _("Too many requests came from your network. Wait as long as Retry-After says.")
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return _("The portal cannot reach its data at the moment. Try again in a few seconds.")
        case HTTPStatus.INTERNAL_SERVER_ERROR:
            return _("The portal made a mistake. It is in our log; try again later.")
        case _:
            return _("The request cannot be understood.")
