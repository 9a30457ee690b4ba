"""Requests that no link or form of ours can make are refused before anything is done for them."""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from troubleshooting.http.staff import is_staff_path

URL_LENGTH = 2048
SEARCH_URL_LENGTH = 131_072
"""Whole error messages are pasted, and every sign of one may take up to a dozen in an address; the search reads its beginning."""
_SEARCHES = re.compile(r"/(?:api/v1/)?(?:search|suggest)/")
PUBLIC_BODY_LENGTH = 65_536


class RejectJunk:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> None:
        """Raised here rather than in ``__call__`` so that the answer is our error page with all its headers."""
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or "\0" in query:
            raise BadRequest(_("The address contains a character that no address may have."))
        longest = SEARCH_URL_LENGTH if _SEARCHES.match(request.path) else URL_LENGTH
        if len(request.path) + len(query) > longest:
            raise BadRequest(_("The address is longer than %(limit)s characters.") % {"limit": longest})
        if not is_staff_path(request.path) and int(request.META.get("CONTENT_LENGTH") or 0) > PUBLIC_BODY_LENGTH:
            raise BadRequest(_("The form is larger than %(limit)s KB.") % {"limit": PUBLIC_BODY_LENGTH // 1024})
