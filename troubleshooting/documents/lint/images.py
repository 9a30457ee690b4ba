"""Checks of images: that those of the portal are there, and that what stands for them can be listened to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from troubleshooting.documents.commonmark import all_tokens, inline_text
from troubleshooting.documents.links import name_in
from troubleshooting.documents.lint.subject import Subject
from troubleshooting.documents.paths import passages
from troubleshooting.documents.problems import Problem

LONGEST_ALTERNATIVE = 300


class _Shown(NamedTuple):
    address: str
    alternative: str
    line: int
    """In its block, counted from 0."""


def images_exist(subject: Subject) -> Iterator[Problem]:
    known = subject.catalog.images
    for place, image in _images(subject):
        name = name_in(image.address)
        if name and known is not None and name not in known:
            message = f"There is no image `{image.address[:80]}`. Upload it under Images and use the address you get."
            yield Problem("error", message, *place)


def alternatives_are_short(subject: Subject) -> Iterator[Problem]:
    for place, image in _images(subject):
        if len(image.alternative) > LONGEST_ALTERNATIVE:
            message = (
                f"This text alternative has {len(image.alternative)} characters. "
                f"Say in at most {LONGEST_ALTERNATIVE} what the image shows, and the rest in the text."
            )
            yield Problem("warning", message, *place)


def _images(subject: Subject) -> Iterator[tuple[tuple[int | None, str, str], _Shown]]:
    """Each image with its line in the file, its node and the node's field."""
    for passage in passages(subject.document):
        for index, block in enumerate(passage.blocks):
            first = subject.lines.get(passage.path(index))
            # Most blocks show none and need not be parsed once more.
            for image in _images_in(all_tokens(block.markdown) if "![" in block.markdown else ()):
                yield (first and first + image.line, passage.node, passage.field), image


def _images_in(tokens: Sequence[Token]) -> Iterator[_Shown]:
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        for child in token.children or []:
            if child.type == "image":
                yield _Shown(str(child.attrGet("src") or ""), inline_text(child.children or []).strip(), line)
            line += child.type in {"softbreak", "hardbreak"}
