"""One address asked, its redirects followed."""

import http.client
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin

from django.utils.translation import gettext as _

from troubleshooting.link_check.addresses import RefusedError, target_of
from troubleshooting.link_check.outcome import Outcome
from troubleshooting.link_check.wire import CutOffError, Deadline, NameNotFoundError, addresses_of, ask
from troubleshooting.models.freshness import Result

MAX_REDIRECTS: Final = 5
PERMANENT: Final = frozenset({301, 308})
REDIRECTS: Final = PERMANENT | {302, 303, 307}
BUSY: Final = frozenset({429, 503})
GONE: Final = frozenset({404, 410})


@dataclass(frozen=True)
class Asker:
    """How addresses are asked; ``trusted`` hosts are allowed whatever their addresses are."""

    agent: str
    trusted: Collection[str] = ()
    seconds: float = 10
    """For one address, with all its redirects."""

    def outcome(self, url: str) -> Outcome:
        """Never raises."""
        try:
            return self._follow(url)
        except RefusedError as refused:
            return Outcome(Result.REFUSED, str(refused))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _failure(error, self.seconds)

    def _follow(self, url: str) -> Outcome:
        deadline = Deadline(self.seconds)
        status, moved_to, is_permanent = 0, "", True
        for _hop in range(MAX_REDIRECTS + 1):
            status, location = self._ask(url, deadline)
            if status not in REDIRECTS or not location:
                return _judge(status, moved_to)
            url = urldefrag(urljoin(url, location)).url
            is_permanent = is_permanent and status in PERMANENT
            moved_to = url if is_permanent else moved_to
        return Outcome(Result.BROKEN, _("It redirects more than %(most)s times.") % {"most": MAX_REDIRECTS}, status)

    def _ask(self, url: str, deadline: Deadline) -> tuple[int, str]:
        """By HEAD; by GET where that fails, for many servers answer nothing else rightly."""
        target = target_of(url, self.trusted)
        addresses = addresses_of(target, deadline)
        try:
            status, location = ask("HEAD", target, addresses, deadline, self.agent)
        except http.client.RemoteDisconnected:
            status, location = 405, ""
        if status < 400 or status in BUSY:
            return status, location
        return ask("GET", target, addresses, deadline, self.agent)


def _failure(error: Exception, seconds: float) -> Outcome:
    """Of an address from which no answer came."""
    if isinstance(error, CutOffError):
        return Outcome(None, _("The portal could not reach the network. Ask again."))
    if isinstance(error, TimeoutError):
        return Outcome(Result.TIMEOUT, _("No answer within %(seconds)d seconds.") % {"seconds": seconds})
    if isinstance(error, NameNotFoundError):
        return Outcome(Result.BROKEN, _("There is no host of this name."))
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or error.reason or str(error)
        return Outcome(Result.BROKEN, _("The connection is not secure: %(reason)s.") % {"reason": reason})
    return Outcome(Result.BROKEN, _("The server does not answer as a web server does."))


def _judge(status: int, moved_to: str) -> Outcome:
    if status in BUSY:
        return Outcome(None, _("The server was too busy to answer (%(status)s).") % {"status": status}, status)
    if status in GONE or status >= 500:
        return Outcome(Result.BROKEN, _("The server answers %(status)s.") % {"status": status}, status)
    if moved_to:
        return Outcome(Result.MOVED, _("It has moved for good."), status, moved_to)
    if status >= 400:
        # Such as a page behind a sign-in, or one that talks to browsers only: it is there.
        return Outcome(Result.OK, _("The server answers %(status)s to us.") % {"status": status}, status)
    return Outcome(Result.OK, "", status)
