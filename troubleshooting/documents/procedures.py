"""The steps of a shared procedure: written like those of a fix, in the article file's own Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.limits import STEPS
from troubleshooting.documents.lint import lint
from troubleshooting.documents.markdown.content import read_fix
from troubleshooting.documents.markdown.findings import Findings
from troubleshooting.documents.markdown.printer import print_steps
from troubleshooting.documents.markdown.source import read_lines
from troubleshooting.documents.markdown.tree import TreeBuilder
from troubleshooting.documents.paths import node_path
from troubleshooting.documents.problems import Problem, in_order
from troubleshooting.documents.schema import ArticleDocument, Fix, Scenario, Step

STEPS_BYTES: Final = 64 * 1024
STORED_STEPS: Final[TypeAdapter[tuple[Step, ...]]] = TypeAdapter(tuple[Step, ...])
"""Between the steps and what the database keeps of them."""

_NODE = "shared"
_FIX = node_path(_NODE, f"{_NODE}-fix")


@dataclass(frozen=True)
class CheckedSteps:
    """``steps`` is empty when the text has errors; ``partial`` is what could be read in spite of them."""

    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    partial: tuple[Step, ...] = ()


def check_steps(text: str, catalog: Catalog) -> CheckedSteps:
    """Read and lint the steps. Never raises; what is accepted reads the same once it is printed again."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > STEPS_BYTES:
        message = f"The steps have {size:,} bytes; {STEPS_BYTES:,} are the limit. Make them two procedures."
        return CheckedSteps(problems=(Problem("error", message, 1),))
    steps, findings = _read(text)
    findings.problems += _beyond_the_rules(steps, findings)
    if not findings.problems and _read(print_steps(steps))[0] != steps:
        message = "These steps read differently once they are printed again. Indent their lines evenly."
        findings.problems.append(Problem("error", message, 1))
    problems = [*findings.problems, *_linted(steps, catalog, findings)]
    has_errors = any(problem.severity == "error" for problem in problems)
    return CheckedSteps(() if has_errors else steps, in_order(dict.fromkeys(problems)), steps)


def _read(text: str) -> tuple[tuple[Step, ...], Findings]:
    source, problems = read_lines(text)
    findings = Findings(problems)
    content = source.strip()
    written = read_fix(content, findings)
    for piece in (*written.body, *written.outcome):
        message = "A shared procedure is one numbered list. Make this a step: `1. …`."
        findings.error(piece.line or piece.content.first, message)
    if not content.lines:
        findings.error(1, "Write at least one step: `1. …`.")
    return tuple(TreeBuilder((), findings).steps(written.steps, _FIX)), findings


def _beyond_the_rules(steps: tuple[Step, ...], findings: Findings) -> Iterator[Problem]:
    if len(steps) > STEPS:
        line = findings.lines[node_path(_FIX, steps[STEPS].key)]
        yield Problem("error", f"There are {len(steps)} steps; {STEPS} are the limit. Make them two procedures.", line)
    for step in steps:
        if step.procedure:
            message = "A shared procedure cannot hold another one. Write the steps out."
            yield Problem("error", message, findings.lines[node_path(_FIX, step.key)])


def _linted(steps: tuple[Step, ...], catalog: Catalog, findings: Findings) -> Iterator[Problem]:
    """What the linter says about the same steps in an article."""
    scenario, fix = _FIX.split("/")
    article = ArticleDocument(
        title="-",
        slug=_NODE,
        topic=_NODE,
        summary="-",
        scenarios=(Scenario(key=scenario, title="-", fixes=(Fix(key=fix, title="-", steps=steps),)),),
    )
    for problem in lint(article, catalog, findings.lines):
        # What stands for a procedure is refused here in other words.
        if problem.node.startswith(f"{_FIX}/") and problem.field != "procedure":
            yield replace(problem, node=problem.node.removeprefix(f"{_FIX}/"))
