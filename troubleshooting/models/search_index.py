"""The search index: derived from the stored pages, written by ``search`` alone, made anew by ``rebuild_search``.

The full-text index itself stands beside these tables: a virtual table that triggers keep in step on SQLite, two GIN indexes on
PostgreSQL. A migration that alters ``SearchEntry`` on SQLite has to make the triggers again.
"""

from django.db import models

from troubleshooting.documents.schema import KEY_LENGTH
from troubleshooting.models.content import Article

TOKEN_LENGTH = 40
"""Characters of a token, which is what the index knows a word by."""


class SearchEntry(models.Model):
    """The words of one published article. A line of words stands between spaces, a space between two words."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="search_entry", primary_key=True)
    format = models.PositiveIntegerField(db_index=True)
    """Of the code that wrote it; ``indexing.FORMAT`` is today's."""
    filed = models.TextField()
    """What filters ask for: a token for the topic and for each product."""
    title = models.TextField()
    """One line."""
    front = models.TextField()
    """A line for codes, the summary and each heading."""
    body = models.TextField()
    """A line for each paragraph, step and cell."""
    mentions = models.TextField(default="")
    """A line for each article that links here: the words of the link and of the table's row around it."""
    passages = models.TextField()
    """JSON: the key of the cause (or ``""``) and the text of each line of ``front``, then of ``body``."""

    def __str__(self) -> str:
        return f"words of {self.article_id}"


class SearchMention(models.Model):
    """A link from one published article to another, with the words that say what it leads to."""

    source = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    target = models.SlugField(max_length=KEY_LENGTH)
    """Slug of an article, which need not exist yet."""
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target}"


class SearchTerm(models.Model):
    """A token, and in how many articles it stands."""

    term = models.CharField(max_length=TOKEN_LENGTH, unique=True)
    articles = models.IntegerField()

    def __str__(self) -> str:
        return self.term


class SearchWord(models.Model):
    """A word as it is written, folded, and the token that stands for it in the index."""

    word = models.CharField(max_length=TOKEN_LENGTH, unique=True)
    term = models.CharField(max_length=TOKEN_LENGTH)

    def __str__(self) -> str:
        return self.word


class SpellingKey(models.Model):
    """Hash of the beginning of a word, whole or without one of its letters: misspelt words share one with the right one."""

    pk = models.CompositePrimaryKey("key", "word_id")
    key = models.BigIntegerField()
    word_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.key} → {self.word_id}"
