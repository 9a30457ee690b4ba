"""What the public pages show of a document: its Markdown rendered to safe HTML once, at publishing.

``RenderedArticle`` is stored with the article and read by the templates, so that a page needs one row and no Markdown.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from pydantic import AfterValidator, BaseModel, ConfigDict

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.commonmark import plain
from troubleshooting.documents.links import is_allowed
from troubleshooting.documents.safe_html import CALLOUT_END, REL, callout_start, render_markdown
from troubleshooting.documents.schema import ArticleDocument, Block, Blocks, Callout, Fix, FixRole, Scenario, Step

Html = Annotated[str, AfterValidator(mark_safe)]
"""HTML that went through the sanitiser; templates print it as it is."""


class Rendered(BaseModel):
    model_config = ConfigDict(frozen=True)


class RenderedLink(Rendered):
    """A product or a topic as a page names it."""

    slug: str
    name: str


class RenderedFix(Rendered):
    key: str
    title: str
    role: FixRole
    body: Html = ""
    steps: Html = ""
    """One ``<ol class="steps">``; each ``<li id="<fix key>--<step key>">``, a shared step with its own key behind those."""
    outcome: Html = ""


class RenderedScenario(Rendered):
    key: str
    title: str
    body: Html = ""
    fixes: tuple[RenderedFix, ...] = ()


class RenderedQuestion(Rendered):
    key: str
    title: str
    body: Html = ""


class RenderedArticle(Rendered):
    slug: str
    title: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    topic: RenderedLink
    products: tuple[RenderedLink, ...] = ()
    publisher: str = ""
    summary: str
    body: Html = ""
    scenarios: tuple[RenderedScenario, ...] = ()
    questions: tuple[RenderedQuestion, ...] = ()
    contact_body: Html = ""
    checklist: tuple[str, ...] = ()
    """What to have ready for support."""


def render_article(document: ArticleDocument, catalog: Catalog) -> RenderedArticle:
    """Everything a page shows of the article. What the catalog does not know goes by its slug, or without a link."""
    return RenderedArticle(
        slug=document.slug,
        title=document.title,
        code=document.codes[0] if document.codes else "",
        aliases=document.codes[1:],
        topic=RenderedLink(slug=document.topic, name=catalog.topics.get(document.topic, document.topic)),
        products=tuple(RenderedLink(slug=slug, name=catalog.products.get(slug, slug)) for slug in document.products),
        publisher=document.publisher,
        summary=document.summary,
        body=render_blocks(document.body),
        scenarios=tuple(_render_scenario(scenario, catalog) for scenario in document.scenarios),
        questions=tuple(
            RenderedQuestion(key=question.key, title=question.title, body=render_blocks(question.body))
            for question in document.questions
        ),
        contact_body=render_blocks(document.contact.body),
        checklist=tuple(item.label for item in document.contact.checklist),
    )


def render_blocks(blocks: Blocks) -> SafeString:
    return mark_safe("\n".join(_render_block(block) for block in blocks))  # noqa: S308 - sanitized block by block


def render_plain(blocks: Blocks) -> str:
    """The text of blocks without any marks, a line for each paragraph."""
    texts = ([block.title if isinstance(block, Callout) else "", plain(block.markdown)] for block in blocks)
    return "\n".join(text for pair in texts for text in pair if text)


def plain_steps(steps: Iterable[Step]) -> str:
    return "\n".join(text for step in steps if (text := render_plain(step.body)))


def _render_block(block: Block) -> str:
    html = render_markdown(block.markdown)
    return f"{callout_start(block.kind, block.title)}{html}\n{CALLOUT_END}" if isinstance(block, Callout) else html


def _render_scenario(scenario: Scenario, catalog: Catalog) -> RenderedScenario:
    return RenderedScenario(
        key=scenario.key,
        title=scenario.title,
        body=render_blocks(scenario.body),
        fixes=tuple(_render_fix(fix, catalog) for fix in scenario.fixes),
    )


def _render_fix(fix: Fix, catalog: Catalog) -> RenderedFix:
    return RenderedFix(
        key=fix.key,
        title=fix.title,
        role=fix.role,
        body=render_blocks(fix.body),
        steps=render_steps(fix.key, fix.steps, catalog),
        outcome=render_blocks(fix.outcome),
    )


def render_steps(parent: str, steps: Sequence[Step], catalog: Catalog) -> str:
    """The list of a fix's steps, whose ids begin with the key of the ``parent``."""
    if not steps:
        return ""
    items = (item for step in steps for item in _items(parent, step, catalog))
    return format_html('<ol class="steps">\n{}\n</ol>', format_html_join("\n", '<li id="{}">\n{}\n{}</li>', items))


def _items(parent: str, step: Step, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Id, text and link of a step, or of each of the shared steps that stand in its place."""
    place = f"{parent}--{step.key}"
    shared = catalog.procedures.get(step.procedure or "")
    if step.body or step.destination or shared is None:
        text = render_blocks(step.body) or format_html("<p>{}</p>", step.procedure or "")
        yield place, text, _destination_link(step.destination, catalog)
    for inner in shared.steps if shared else ():
        yield f"{place}--{inner.key}", render_blocks(inner.body), _destination_link(inner.destination, catalog)


def _destination_link(key: str | None, catalog: Catalog) -> str:
    destination = catalog.destinations.get(key or "")
    if destination is None or not is_allowed(destination.url):
        return ""
    return format_html(
        '<a class="take-me-there" href="{}" rel="{}">{}<span class="visually-hidden">: {}</span></a>\n',
        destination.url,
        REL,
        gettext("Take me there"),
        destination.label,
    )
