"""Template library of the yardstick: ``{% once %}`` that renders its content in every request."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from troubleshooting.templatetags.once import OnceNode

register = template.Library()


class AlwaysNode(OnceNode):
    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def once(parser: Parser, _token: Token) -> AlwaysNode:
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return AlwaysNode(nodelist)
