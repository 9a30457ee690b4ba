"""The sizes an article may have. A file over the first is not read; the others keep a draft from being published."""

from collections.abc import Iterator

from troubleshooting.documents.paths import node_path
from troubleshooting.documents.schema import ArticleDocument

DOCUMENT_BYTES = 256 * 1024
SCENARIOS = 40
STEPS = 60
"""In one fix."""
GUIDE_NODES = 1000
"""Questions and scenarios together."""
GUIDE_DEPTH = 50
"""Questions one after the other."""


def exceeded(document: ArticleDocument) -> Iterator[tuple[str, str]]:
    """The path of the first node that is one too many, and a message that names the limit."""
    if len(document.scenarios) > SCENARIOS:
        node = document.scenarios[SCENARIOS].key
        yield (
            node,
            f"The article has {len(document.scenarios)} scenarios; {SCENARIOS} are the limit. Split the article.",
        )
    for scenario in document.scenarios:
        for fix in scenario.fixes:
            if len(fix.steps) > STEPS:
                node = node_path(scenario.key, fix.key, fix.steps[STEPS].key)
                yield node, f"This fix has {len(fix.steps)} steps; {STEPS} are the limit. Split the fix."
    nodes = [*(scenario.key for scenario in document.scenarios), *(question.key for question in document.questions)]
    if len(nodes) > GUIDE_NODES:
        message = f"The guide has {len(nodes):,} questions and scenarios; {GUIDE_NODES:,} are the limit."
        yield nodes[GUIDE_NODES], f"{message} Split the article."
