"""Text with the words of a search marked in it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from troubleshooting.search import Marked

register = template.Library()


@register.filter
def marked(line: Marked) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.is_match else piece.text,) for piece in line)
    )
