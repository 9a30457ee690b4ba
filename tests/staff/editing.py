"""The forms of the editors as a browser sends them."""

import re
from html import unescape

from django.urls import reverse

from tests.factories import make_document
from troubleshooting.documents.markdown import print_document

JSON = {"accept": "application/json"}


def page_address(name, article=None):
    return reverse(f"admin:troubleshooting_article_{name}", args=[article.pk] if article else [])


def text_of(**values):
    """The file of the factories' document."""
    return print_document(make_document(**values))


def send(client, article, text, *, do="save", headers=None, **fields):
    """The document editor's form, based on the newest revision unless it says otherwise."""
    name = "document" if article else "add_document"
    based_on = article.revisions.count() if article else 0
    form = {"editor": "document", "text": text, "based_on": based_on, "do": do, **fields}
    return client.post(page_address(name, article), form, headers=headers)


def typed(response):
    """What the browser would have in the text field: a line break right after the tag does not count."""
    found = re.search(r'<textarea id="document-text"[^>]*>\n?(.*?)</textarea>', response.content.decode(), re.DOTALL)
    return unescape(found[1])


def based_on(response):
    return int(re.search(r'name="based_on" value="(\d+)"', response.content.decode())[1])
