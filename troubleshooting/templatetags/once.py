"""Parts of a page that are the same on every page."""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class OnceNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self.rendered is None:
            self.rendered = self.nodelist.render(context)
        return self.rendered


@register.tag
def once(parser: Parser, _token: Token) -> OnceNode:
    """``{% once %}…{% endonce %}``: rendered by the first request of a process and kept.

    Only for what depends on nothing but the settings. Measured: head, masthead and footer are half of what the first
    rendering of a guide page costs.
    """
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)
