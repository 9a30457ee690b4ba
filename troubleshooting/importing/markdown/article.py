"""One article from beginning to end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from troubleshooting.documents.commonmark import plain, plain_line
from troubleshooting.documents.keys import slugify_key
from troubleshooting.documents.limits import DOCUMENT_BYTES
from troubleshooting.documents.lint.language import is_visible
from troubleshooting.documents.schema import ArticleDocument
from troubleshooting.importing.drafts import Draft, Shelf, SourceFile, Surroundings
from troubleshooting.importing.markdown import front_matter, liquid, shelves
from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.blocks import Block, read_blocks
from troubleshooting.importing.markdown.building import build
from troubleshooting.importing.markdown.codes import codes_of
from troubleshooting.importing.markdown.expanding import expand
from troubleshooting.importing.markdown.front_matter import Fields, text_of
from troubleshooting.importing.markdown.html import join_regions
from troubleshooting.importing.markdown.lines import INVISIBLE, Line, decode, mark_code
from troubleshooting.importing.markdown.procedures import shortened
from troubleshooting.importing.markdown.scenarios import ArticlePlan, plan_article
from troubleshooting.importing.markdown.sections import Section, sections_of

LONGEST = 4 * DOCUMENT_BYTES
"""Characters of a source from which on it is not read; no article of that size could be kept."""
SUMMARY_LENGTH = 500

_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_TITLES = ("title", "name", "sidebar_label", "shorttitle")
_SUMMARIES = ("description", "intro", "summary", "excerpt", "lead")
_NOT_STEMS = frozenset({"index", "readme"})


@dataclass(frozen=True)
class Defaults:
    """What a source may leave out."""

    base_url: str = ""
    """Address of the site that the files were published on; makes links within that site absolute."""
    topic: Shelf | None = None
    products: tuple[Shelf, ...] = ()
    publisher: str = ""


NO_DEFAULTS = Defaults()


@dataclass(frozen=True)
class Foreign:
    """Markdown in hand, with what is known about it from elsewhere."""

    title: str
    slug: str
    text: str
    path: PurePosixPath
    topic: Shelf | None = None
    products: tuple[Shelf, ...] = ()
    codes: tuple[str, ...] = ()
    summary: str = ""
    first_line: int = 1
    """Number of the text's first line in its file."""
    problems: tuple[str, ...] = field(default=())


def peek(source: SourceFile) -> tuple[str, str]:
    """Title and slug as the file proposes them; another file may propose the same."""
    text, _ = decode(source.data[:LONGEST])
    header, body, _ = front_matter.split(text)
    fields, _ = front_matter.read(header)
    title = _title(fields, body, source.path)
    written = text_of(fields, "slug").strip("/").rpartition("/")[2]
    stem = source.path.parent.name if source.path.stem.lower() in _NOT_STEMS else source.path.stem
    return title, slugify_key(written) or slugify_key(stem) or slugify_key(title) or "article"


def convert(source: SourceFile, surroundings: Surroundings, *, slug: str, defaults: Defaults = NO_DEFAULTS) -> Draft:
    """The article of a Markdown file. Never raises, whatever the bytes are."""
    if len(source.data) > LONGEST:
        account = Account(surroundings, source.path)
        account.error(f"The file has {len(source.data):,} bytes; {DOCUMENT_BYTES:,} are the limit. Split it.")
        return Draft(None, problems=account.problems)
    text, doubt = decode(source.data)
    if not is_visible(text):
        return Draft(None)
    header, body, first = front_matter.split(text)
    fields, broken = front_matter.read(header)
    foreign = Foreign(
        title=_title(fields, body, source.path),
        slug=slug,
        text=body,
        path=source.path,
        topic=shelves.topic_of(fields, source.path),
        products=shelves.products_of(fields),
        summary=text_of(fields, *_SUMMARIES),
        first_line=first,
        problems=tuple(problem for problem in (doubt, broken) if problem),
    )
    draft = convert_text(foreign, surroundings, defaults=defaults)
    used = shelves.used_fields() | {*_TITLES[:1], *_SUMMARIES, "slug"}
    if others := sorted(name for name in fields if name not in used):
        draft.kept.append(f"Not taken over from the front matter: {', '.join(others)[:500]}")
    return draft


def _title(fields: Fields, body: str, path: PurePosixPath) -> str:
    written = text_of(fields, *_TITLES) or _first_heading(body, path)
    title = " ".join(INVISIBLE.sub("", written).split())
    if is_visible(title):
        return title
    stem = path.parent.name if path.stem.lower() in _NOT_STEMS else path.stem
    return " ".join(re.split(r"[-_\s]+", stem)).strip().capitalize() or "Untitled"


def _first_heading(body: str, path: PurePosixPath) -> str:
    if not _HEADING.search(body):
        return ""
    lines = [Line(text, 0, path) for text in body.split("\n")]
    headings = (_HEADING.match(line.text) for line, is_code in zip(lines, mark_code(lines), strict=True) if not is_code)
    found = next((heading for heading in headings if heading), None)
    return plain_line(found[1]).strip() if found else ""


def convert_text(foreign: Foreign, surroundings: Surroundings, *, defaults: Defaults = NO_DEFAULTS) -> Draft:
    """The article of a text, which may hold HTML or be HTML altogether. Never raises."""
    account = Account(surroundings, foreign.path, defaults.base_url)
    topic = foreign.topic or defaults.topic or shelves.GENERAL
    products = foreign.products or defaults.products
    for problem in foreign.problems:
        account.warn(problem)
    clean = INVISIBLE.sub("", foreign.text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = read_blocks(join_regions(expand(clean, foreign.first_line, account), account), account)
    title = _filled(foreign.title, account)
    plan, heading = _planned(blocks, title)
    summary = _summary(_filled(foreign.summary, account), blocks, plan)
    built = build(plan, foreign.slug)
    codes = codes_of((foreign.title, heading), _symptoms(plan, blocks))
    document = ArticleDocument(
        title=shortened(title),
        slug=foreign.slug,
        codes=tuple(dict.fromkeys((*foreign.codes, *codes)))[:20],
        topic=topic.slug,
        products=tuple(product.slug for product in products),
        publisher=defaults.publisher[:100],
        summary=summary or shortened(title),
        body=built.body,
        scenarios=built.scenarios,
        contact=built.contact,
    )
    _tell(plan, account)
    return Draft(document, topic, products, account.mapped, account.kept, account.problems)


def _filled(text: str, account: Account) -> str:
    """One line of plain text, with what Liquid stands for."""
    if "{%" in text:
        text = liquid.TAG.sub(lambda tag: (liquid.data(tag[2], account) or (tag[0], None))[0].strip(), text)
    return " ".join(INVISIBLE.sub("", text).split())


def _planned(blocks: list[Block], title: str) -> tuple[ArticlePlan, str]:
    """The plan, and what the article's own first heading says."""
    root = sections_of(blocks)
    heading = None
    top = root.children[0] if root.children else None
    if top and top.level == 1 and (top.meaning.kind == "other" or _same(top.title, title)):
        heading = top.heading
        root = Section(None, 0, [*root.blocks, *top.blocks], [*top.children, *root.children[1:]])
    plan = plan_article(root, title)
    said = heading.title if heading else ""
    before: list[Block] = []
    if len(title) > 200:
        before.append(Block("text", f"**{_literal(title)}**", 1))
    if heading and (not _same(said, title) or "](" in heading.markdown):
        before.append(
            Block("text", heading.markdown if "*" in heading.markdown else f"**{heading.markdown}**", heading.line)
        )
    plan.intro[:0] = before
    return plan, said


def _same(one: str, other: str) -> bool:
    return "".join(one.casefold().split()) == "".join(other.casefold().split())


def _literal(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&~!])", r"\\\1", text)


def _summary(written: str, blocks: list[Block], plan: ArticlePlan) -> str:
    """At most so many characters; what is cut off is also in the text."""
    said = plain_line(written).strip()
    if said and is_visible(said):
        if len(said) > SUMMARY_LENGTH:
            plan.intro[:0] = [Block("text", _literal(said), 1)]
        return shortened(said, SUMMARY_LENGTH)
    for block in blocks:
        text = (
            " ".join(plain(block.markdown).split())
            if block.kind == "text" and not block.markdown.startswith(("```", "|", ">"))
            else ""
        )
        if is_visible(text):
            sentences = _SENTENCE.split(text)
            return shortened(sentences[0] if len(sentences[0]) > 40 else " ".join(sentences[:2]), SUMMARY_LENGTH)
    return ""


def _symptoms(plan: ArticlePlan, blocks: Iterable[Block]) -> Iterable[str]:
    """Where the article tells what its readers see."""
    for block in [*plan.intro, *(block for scenario in plan.scenarios[:1] for block in scenario.body)]:
        if block.kind in {"text", "list"}:
            yield plain(block.markdown)[:5000]
    yield from (block.title for block in blocks if block.kind == "heading")


def _tell(plan: ArticlePlan, account: Account) -> None:
    for scenario in plan.scenarios:
        account.mapped.append(f"Scenario “{scenario.title}”")
        for fix in scenario.fixes:
            steps = f"{len(fix.steps)} step{'s' if len(fix.steps) != 1 else ''}"
            account.mapped.append(f"Fix “{fix.title}” with {steps}")
            if fix.is_guess:
                line = fix.anchor.line if fix.anchor else None
                account.warn(f"“{fix.title}” has no numbered list; its text became one step. Look it over.", line)
    account.mapped += ["Text before the causes"] if plan.intro else []
    account.kept += ["Text that belongs to no cause stands at the end, under Contact"] if plan.tail else []
    if not plan.scenarios:
        account.warn("No cause and no fix could be found in this article.")
