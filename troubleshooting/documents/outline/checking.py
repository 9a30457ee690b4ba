"""What is wrong with an outline, each problem at the row and the field it means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.keys import slugify_key
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown import Parsed, normalize
from troubleshooting.documents.outline.draft import draft_of
from troubleshooting.documents.outline.rows import Outline
from troubleshooting.documents.outline.tree import grow, keys_of, paths_of
from troubleshooting.documents.paths import ARTICLE, header_path, node_path, passages
from troubleshooting.documents.problems import Problem, in_order
from troubleshooting.documents.schema import CONTACT, KEY, KEY_LENGTH, ArticleDocument

Location = tuple[int | str, ...]

_STAND_INS: Final[Mapping[str, object]] = {
    "to": CONTACT,
    "topic": "topic",
    "slug": "article",
    "destination": None,
    "procedure": None,
}
_EMPTY: Final = {
    "topic": "Choose a topic.",
    "summary": "Write a summary: one or two plain sentences.",
    "slug": "Write the name in the address, such as `error-324`.",
    "to": "Choose where this answer leads: a question, a scenario or contact.",
    "label": "Write the words that people choose or tick.",
    "markdown": "This callout says nothing. Write its text, or remove it.",
    "procedure": "Choose a shared procedure, or remove this step.",
}
_UNKNOWN: Final = {
    "to": "No question or scenario is called “{value}”. Choose one from the list.",
    "destination": "There is no destination “{value}”. Choose one from the list.",
    "procedure": "There is no shared procedure “{value}”. Choose one from the list.",
}
_READS_DIFFERENTLY = "This would read differently in the article's file. Begin headings with ###, close code fences, and write numbered steps only as steps."


def check_outline(outline: Outline, catalog: Catalog, stored: ArticleDocument | None = None) -> Parsed:
    """``document`` is what may be saved; ``partial`` has stand-ins for what is missing, to be looked at.

    What is ``stored`` already needs no proof that a file can hold it, which takes longer than everything else.
    """
    draft = draft_of(outline, catalog)
    values = draft.model_dump(mode="json")
    try:
        document = ArticleDocument.model_validate(values)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        found = [_problem(draft, details) for details in errors]
        partial = _mended(values, errors)
        nodes = {problem.node for problem in found}
        more = (problem for problem in lint(partial, catalog) if problem.node not in nodes) if partial else ()
        return Parsed(None, in_place([*found, *more], outline), partial=partial)
    changed = [] if document == stored else list(_changes(document))
    problems = in_place([*changed, *lint(document, catalog)], outline)
    return Parsed(None if changed else document, problems, partial=document)


def readable(outline: Outline, catalog: Catalog) -> ArticleDocument | None:
    """The outline to be looked at, with stand-ins for what is missing and nothing checked."""
    values = draft_of(outline, catalog).model_dump(mode="json")
    try:
        return ArticleDocument.model_validate(values)
    except ValidationError as invalid:
        return _mended(values, invalid.errors(include_url=False))


def in_place(problems: Iterable[Problem], outline: Outline) -> tuple[Problem, ...]:
    """From the top of the page to its end, without lines, which a page has not."""
    root = grow(outline.rows)
    places = {path: index for index, path in paths_of(root, keys_of(root)).items()}
    kept = dict.fromkeys(replace(problem, line=None) for problem in problems)
    return in_order(sorted(kept, key=lambda problem: places.get(problem.node, -1)))


def _problem(draft: ArticleDocument, details: ErrorDetails) -> Problem:
    node, field = _place(draft, details["loc"])
    value = str(details["input"])
    name = next(part for part in reversed(details["loc"]) if isinstance(part, str))
    if field in _UNKNOWN and value:
        return Problem("error", _UNKNOWN[field].format(value=value), node=node, field=field)
    if not value.strip():
        return Problem("error", _EMPTY.get(name, f"The {name} is empty. Write one."), node=node, field=field)
    if details["type"] == "string_too_long":
        longest = details.get("ctx", {}).get("max_length", KEY_LENGTH)
        return Problem("error", f"This is longer than {longest} characters. Shorten it.", node=node, field=field)
    if details.get("ctx", {}).get("pattern") == KEY.pattern:
        rule = f"at most {KEY_LENGTH} lower-case letters, digits and single hyphens between them, such as `error-324`"
        return Problem("error", f"“{value}” cannot be used here. Use {rule}.", node=node, field=field)
    return Problem("error", "This cannot be used here. Write something else.", node=node, field=field)


def _place(draft: ArticleDocument, location: Location) -> tuple[str, str]:
    """Node and field of a value; that of a block's is the field it stands in and its number, such as ``body.2``."""
    keys: list[str] = []
    at: Any = draft
    for position, part in enumerate(location):
        if part in {"body", "outcome"}:
            return node_path(*keys), f"{part}.{location[position + 1]}"
        at = at[part] if isinstance(part, int) else getattr(at, part, None)
        if part == "contact":
            keys.append(CONTACT)
        elif isinstance(at, BaseModel):
            keys.append(str(getattr(at, "key", "")))
    field = str(next(part for part in reversed(location) if isinstance(part, str)))
    return (node_path(*keys), field) if keys else (header_path(field), "")


def _mended(values: dict[str, Any], errors: Iterable[ErrorDetails]) -> ArticleDocument | None:
    for details in errors:
        holder: Any = values
        path = [part for part in details["loc"] if part not in _TAGS]
        for part in path[:-1]:
            holder = holder[part]
        name = next(part for part in reversed(path) if isinstance(part, str))
        holder[path[-1]] = _stand_in(name, str(holder[path[-1]]), details)
    try:
        return ArticleDocument.model_validate(values)
    except ValidationError:
        return None


_TAGS: Final = frozenset({"text", "note", "important", "tip", "warning", "before"})
"""What pydantic puts into the location of a value in a block: the block's kind."""


def _stand_in(name: str, value: str, details: ErrorDetails) -> object:
    if details["type"] == "string_too_long":
        longest: int = details.get("ctx", {}).get("max_length", KEY_LENGTH)
        return value[:longest].strip("- ") or "…"
    if name in {"slug", "topic", "products"}:
        return slugify_key(value) or name
    return _STAND_INS.get(name, "…")


def _changes(document: ArticleDocument) -> Iterator[Problem]:
    """Problems where the document's file would say something else."""
    again = normalize(document)
    if again.document == document:
        return
    for problem in again.problems:
        node = problem.node or _node_at(again.lines, problem.line)
        yield replace(problem, node=node, message=_READS_DIFFERENTLY if again.partial else problem.message)
    if not again.problems:
        pairs = zip_longest(passages(document), passages(again.document) if again.document else ())
        node = next((mine.node for mine, other in pairs if mine and mine != other), ARTICLE)
        yield Problem("error", _READS_DIFFERENTLY, node=node, field="body")


def _node_at(lines: Mapping[str, int], line: int | None) -> str:
    """The node that stands at a line of the file or nearest above it."""
    above = [(number, path) for path, number in lines.items() if line and number <= line]
    return max(above, default=(0, ARTICLE))[1].partition("#")[0]
