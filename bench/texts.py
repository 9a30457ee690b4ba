"""Articles and queries out of nothing but the sample content's words: always the same ones, as many as are wanted.

How often a word stands follows Zipf's law, as in real help. A sixth of the words in use are those of the sample content, the
others are made of its syllables; names of products and codes come on top. An article has about 3 KB of text.
"""

import html
import random
import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

CONTENT = Path("content/articles")
_MADE_WORDS = 20_000
_SYLLABLE = re.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy](?![aeiouy]))?")
_QUESTION_WORDS = [
    "how",
    "do",
    "i",
    "when",
    "the",
    "is",
    "to",
    "my",
    "and",
    "it",
    "can",
    "not",
    "why",
    "after",
    "what",
    "if",
    "on",
    "with",
    "a",
    "in",
]
KINDS = ("code", "two words", "misspelt", "beginning", "question")


@dataclass(frozen=True, slots=True)
class Cause:
    title: str
    text: str
    fix: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """One article."""

    number: int
    title: str
    code: str
    summary: str
    intro: str
    causes: tuple[Cause, ...]

    @property
    def text(self) -> str:
        """All below the title, as words."""
        parts = [self.code, self.summary, self.intro]
        for cause in self.causes:
            parts += [cause.title, cause.text, cause.fix, *cause.steps]
        return "\n".join(parts)

    def markdown(self) -> str:
        """As other tools keep their help: front matter, and headings that say what each part is."""
        lines = ["---", f'title: "{self.title}"', f'description: "{self.summary}"', "---", "", f"# {self.title}", ""]
        lines += [self.intro, "", "## Symptoms", "", f"> `Error {self.code}`", "", self.summary, ""]
        for number, cause in enumerate(self.causes, 1):
            lines += [f"## Cause {number}: {cause.title}", "", cause.text, ""]
            lines += [f"### Resolution for cause {number}: {cause.fix}", ""]
            lines += [*(f"{place}. {step}" for place, step in enumerate(cause.steps, 1)), ""]
        return "\n".join(lines)

    def page(self) -> dict[str, object]:
        """As publishing stores the page of an article, of the parts that a search reads."""
        return {
            "code": self.code,
            "aliases": [],
            "summary": self.summary,
            "body": _paragraph(self.intro),
            "scenarios": [_scenario(number, cause) for number, cause in enumerate(self.causes)],
            "questions": [],
            "contact_body": "",
            "checklist": [],
        }


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _scenario(number: int, cause: Cause) -> dict[str, object]:
    steps = "".join(f"<li>{_paragraph(step)}</li>" for step in cause.steps)
    fix = {"title": cause.fix, "body": "", "steps": f'<ol class="steps">{steps}</ol>', "outcome": ""}
    return {"key": f"cause-{number}", "title": cause.title, "body": _paragraph(cause.text), "fixes": [fix]}


class Writer:
    """Writes one article after the other; ``seed`` decides which."""

    def __init__(self, seed: int = 324) -> None:
        self._chance = random.Random(seed)  # noqa: S311 nothing depends on its being hard to guess
        self._words = _vocabulary(self._chance)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))
        self._written = 0

    def article(self) -> Help:
        self._written += 1
        code = self._code()
        title = self._line(4, 8)
        return Help(
            number=self._written,
            title=f"Error {code}: {title}" if self._chance.random() < 0.4 else title.capitalize(),
            code=code,
            summary=self._sentence(),
            intro=self._text(4),
            causes=tuple(self._cause() for _ in range(self._chance.randint(2, 4))),
        )

    def _cause(self) -> Cause:
        steps = tuple(self._sentence() for _ in range(self._chance.randint(4, 7)))
        return Cause(self._line(4, 8).capitalize(), self._text(3), self._line(3, 6).capitalize(), steps)

    def _text(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))

    def _sentence(self) -> str:
        return f"{self._line(8, 18).capitalize()}."

    def _line(self, least: int, most: int) -> str:
        return " ".join(self._word() for _ in range(self._chance.randint(least, most)))

    def _word(self) -> str:
        return self._words[bisect(self._weights, self._chance.random() * self._weights[-1])]

    def _code(self) -> str:
        """A tenth of the codes stand for more than one article."""
        number = self._chance.randrange(10 * self._written + 1_000)
        return self._chance.choice([f"{number}", f"E-{number:04}", f"0x{0x80070000 + number:08x}", f"SRV{number:05}"])


def _vocabulary(chance: random.Random) -> list[str]:
    """The commonest first: the sample content's words by their number, with made ones mixed in further down."""
    counts: dict[str, int] = {}
    for path in sorted(CONTENT.glob("*.md")):
        for word in re.findall(r"\b[a-z]{1,14}\b", path.read_text("utf-8").partition("\n---\n")[2]):
            counts[word] = counts.get(word, 0) + 1
    real = sorted(counts, key=lambda word: (-counts[word], word))
    syllables = sorted({part for word in real for part in _SYLLABLE.findall(word) if 1 < len(part) < 5})
    made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_MADE_WORDS)} - counts.keys()
    often, seldom = real[:200], [*real[200:], *sorted(made)]
    chance.shuffle(seldom)
    return [*often, *seldom]


def queries(articles: Sequence[Help], count: int, seed: int = 9) -> dict[str, list[str]]:
    """``count`` of each of ``KINDS``, each asking for one of the articles."""
    chance = random.Random(seed)  # noqa: S311 as above
    asked = {kind: [_query(kind, chance.choice(articles), chance) for _ in range(count)] for kind in KINDS}
    assert tuple(asked) == KINDS
    return asked


def _query(kind: str, article: Help, chance: random.Random) -> str:
    title = [word for word in re.findall(r"[a-z]+", article.title.lower()) if len(word) > 3] or ["error", "portal"]
    if kind == "code":
        return chance.choice([article.code, f"error {article.code}", article.code.lower().replace("-", "")])
    if kind == "two words":
        return " ".join(chance.sample(re.findall(r"[a-z]{4,}", article.text), 2))
    if kind == "misspelt":
        longest = max(title, key=len)
        place = chance.randrange(1, len(longest))
        return f"{title[0]} {longest[:place]}{longest[place + 1 :]}"
    if kind == "beginning":
        return f"{title[0]} {title[-1][:3]}"
    spoken = [*chance.choices(_QUESTION_WORDS, k=8), *chance.choices(re.findall(r"[a-z]+", article.text), k=10)]
    chance.shuffle(spoken)
    return " ".join(["how do i", *spoken])
