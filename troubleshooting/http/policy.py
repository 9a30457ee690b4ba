"""The content security policy of every response."""

import functools

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentPolicy(CSPMiddleware):
    """django-csp's middleware without its nonces, which stored pages cannot have, and with the usual policy built once.

    A view that changes the policy by one of django-csp's decorators, and the debug pages, are left to django-csp.
    """

    def process_request(self, request: HttpRequest) -> None:
        """No nonce: every script and style is a file."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or any(name.startswith("_csp_") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, usual_policy())
        return response


@functools.cache
def usual_policy() -> str:
    return str(build_policy())
