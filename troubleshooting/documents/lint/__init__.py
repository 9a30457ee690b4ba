"""What keeps an article from being published, and what could be better. Total on any document.

``graph`` → ``subject`` → the checks: ``structure``, ``guide``, ``prose``, ``images``, and ``wording`` by ``language``. Each check is a
function of its own.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint import guide, images, prose, structure, wording
from troubleshooting.documents.lint.subject import Subject
from troubleshooting.documents.markdown import Parsed, parse
from troubleshooting.documents.problems import Problem, in_order
from troubleshooting.documents.schema import ArticleDocument

CHECKS = (
    structure.sizes_are_within_limits,
    structure.names_are_in_the_catalog,
    structure.header_names_nothing_twice,
    structure.keys_are_unique,
    structure.no_key_is_reserved,
    structure.nothing_is_missing,
    structure.steps_say_something,
    structure.titles_say_something,
    structure.first_fix_is_the_primary_one,
    guide.questions_have_a_way_out,
    guide.labels_differ,
    guide.choices_lead_somewhere,
    guide.guide_has_no_circles,
    guide.questions_are_reached,
    guide.there_are_no_traps,
    guide.support_is_reached,
    guide.guide_is_not_too_deep,
    guide.scenarios_are_reached,
    guide.choices_make_a_difference,
    guide.choices_are_few,
    prose.markdown_is_sound,
    images.images_exist,
    images.alternatives_are_short,
    wording.steps_are_short,
    wording.steps_are_one_action,
    wording.nothing_shows_by_color_alone,
    wording.passages_are_readable,
    wording.titles_do_not_shout,
)

_NO_LINES: Mapping[str, int] = MappingProxyType({})


def lint(document: ArticleDocument, catalog: Catalog, lines: Mapping[str, int] = _NO_LINES) -> tuple[Problem, ...]:
    """All problems of a document; with the ``lines`` of its file, each at its line."""
    subject = Subject(document, catalog, lines)
    return tuple(problem for check in CHECKS for problem in check(subject))


def check(text: str, catalog: Catalog) -> Parsed:
    """Parse an article file and lint what could be read of it. Never raises."""
    parsed = parse(text)
    if parsed.partial is None:
        return parsed
    found = [problem for problem in lint(parsed.partial, catalog, parsed.lines) if problem not in parsed.problems]
    return replace(parsed, problems=in_order([*parsed.problems, *found]))
