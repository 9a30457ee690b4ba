"""For the operator: is the process alive, can it work."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from health_check.views import HealthCheckView


def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


readyz = HealthCheckView.as_view(
    checks=["health_check.Database", *(["health_check.Cache"] if settings.REDIS_URL else [])]
)
