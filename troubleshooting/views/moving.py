"""Public pages moved below another address."""

import re
from dataclasses import dataclass

_CANONICAL = re.compile(r'<link rel="canonical"[^>]*>')
_ROBOTS = '<meta name="robots" content="noindex">'
_MASTHEAD = '<header class="masthead">'
_VISIT = '<input type="hidden" name="visit" value='


@dataclass(frozen=True)
class Move:
    """From an article's own address to another, with everything below it."""

    old: str
    new: str

    def address(self, address: str) -> str:
        return self.new + address.removeprefix(self.old) if address.startswith(self.old) else address

    def page(self, html: str, banner: str) -> str:
        """The page with its links and forms moved, under a banner, and for no search index.

        Its forms hold a visit already, so that the script asks for none.
        """
        for attribute in ("href", "action"):
            html = html.replace(f' {attribute}="{self.old}', f' {attribute}="{self.new}')
        html = _CANONICAL.sub("" if _ROBOTS in html else _ROBOTS, html, count=1)
        html = html.replace(f'{_VISIT}""', f'{_VISIT}"preview"')
        return html.replace(_MASTHEAD, banner + _MASTHEAD, 1)
