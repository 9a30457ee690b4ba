"""Checks of how things are said. They advise and never keep an article from being published."""

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from troubleshooting.documents.commonmark import inline_text
from troubleshooting.documents.lint import language
from troubleshooting.documents.lint.subject import Subject
from troubleshooting.documents.paths import Passage, passages
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import Step, Text

LONG_STEP = 60
"""Words."""
MANY_ACTIONS = 3
"""Sentences of one step; two belong together often: open it and choose."""
MANY_THENS = 2
LONG_PASSAGE = 100
"""Words from which on a measure of readability means something."""
HARD = 18
"""Flesch's reading ease below which even specialists give up."""
_LOUD = 12
"""Letters; a shorter title in capitals may be a name."""


def steps_are_short(subject: Subject) -> Iterator[Problem]:
    for node, step in subject.steps():
        words = sum(len(_text(subject.tokens(block.markdown)).split()) for block in step.body)
        if words > LONG_STEP:
            message = f"This step has {words} words. Split it, so that each step is one thing to do."
            yield subject.warning(message, node, "body")


def steps_are_one_action(subject: Subject) -> Iterator[Problem]:
    for node, step in subject.steps():
        if _has_several_actions(subject, step):
            yield subject.warning("This step holds several things to do. Make each a step of its own.", node, "body")


def nothing_shows_by_color_alone(subject: Subject) -> Iterator[Problem]:
    for passage in passages(subject.document):
        for index, block in enumerate(passage.blocks):
            for found in language.shown_by_color(_prose(subject.tokens(block.markdown), tables=True)):
                message = f"“{found}” means nothing to who cannot see colors. Say also what is written there, or where."
                line = subject.lines.get(passage.path(index))
                yield Problem("warning", message, line, passage.node, passage.field)


def passages_are_readable(subject: Subject) -> Iterator[Problem]:
    for passage in passages(subject.document):
        if problem := _hard_to_read(subject, passage):
            yield problem


def titles_do_not_shout(subject: Subject) -> Iterator[Problem]:
    for node, field, text in subject.titles():
        if text.isupper() and " " in text and len("".join(language.words(text))) >= _LOUD:
            yield subject.warning("Words in capitals are hard to read. Write them in small letters.", node, field)


def _has_several_actions(subject: Subject, step: Step) -> bool:
    """Numbered below the step, one "then" after the other, or a row of sentences that tell to do something."""
    texts = [subject.tokens(block.markdown) for block in step.body if isinstance(block, Text)]
    if language.offers_alternatives("\n".join(map(_prose, texts))):
        return False
    if any(token.type == "ordered_list_open" for tokens in texts for token in tokens):
        return True
    return any(
        language.thens(text) >= MANY_THENS or language.actions(text) >= MANY_ACTIONS for text in map(_prose, texts)
    )


def _hard_to_read(subject: Subject, passage: Passage) -> Problem | None:
    text = "\n".join(_prose(subject.tokens(block.markdown)) for block in passage.blocks)
    if len(language.words(text)) <= LONG_PASSAGE or not language.is_english(text):
        return None
    if language.reading_ease(text) >= HARD:
        return None
    line = subject.lines.get(passage.path(0))
    message = "This is very hard to read. Write shorter sentences, and words that everybody knows."
    return Problem("warning", message, line, passage.node, passage.field)


def _text(tokens: Iterable[Token]) -> str:
    return "\n".join(inline_text(token.children) if token.children else token.content for token in tokens)


def _prose(tokens: Iterable[Token], *, tables: bool = False) -> str:
    """The text that is read as sentences, a line for each paragraph; without code."""
    lines = []
    in_table = False
    for token in tokens:
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        if token.type == "inline" and (tables or not in_table):
            lines.append(inline_text([child for child in token.children or [] if child.type != "code_inline"]))
    return "\n".join(lines)
