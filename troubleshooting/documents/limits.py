"""The sizes an article may have."""

from collections.abc import Iterator, Mapping

from troubleshooting.documents.paths import node_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument

DOCUMENT_BYTES = 256 * 1024
SCENARIOS = 40
STEPS = 60
"""In one fix."""
GUIDE_NODES = 1000
"""Questions and scenarios together."""
GUIDE_DEPTH = 50
"""Questions one after the other."""


def exceeded(document: ArticleDocument, lines: Mapping[str, int]) -> Iterator[Problem]:
    """An error at the first node that is one too many."""
    if len(document.scenarios) > SCENARIOS:
        node = document.scenarios[SCENARIOS].key
        message = f"The article has {len(document.scenarios)} scenarios; {SCENARIOS} are the limit. Split the article."
        yield Problem("error", message, lines.get(node), node)
    for scenario in document.scenarios:
        for fix in scenario.fixes:
            if len(fix.steps) > STEPS:
                node = node_path(scenario.key, fix.key, fix.steps[STEPS].key)
                message = f"This fix has {len(fix.steps)} steps; {STEPS} are the limit. Split the fix."
                yield Problem("error", message, lines.get(node), node)
    nodes = [*(s.key for s in document.scenarios), *(q.key for q in document.questions)]
    if len(nodes) > GUIDE_NODES:
        node = nodes[GUIDE_NODES]
        message = (
            f"The guide has {len(nodes):,} questions and scenarios; {GUIDE_NODES:,} are the limit. Split the article."
        )
        yield Problem("error", message, lines.get(node), node)
