"""What steers the search, and what was searched: the words, and nothing that tells who used them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.folding import fold_text
from troubleshooting.documents.schema import KEY_LENGTH
from troubleshooting.models.content import Article
from troubleshooting.models.structure import Scenario
from troubleshooting.models.work import ListedQuerySet

QUERY_LENGTH = 200
"""Characters of a query that count."""


class Synonym(models.Model):
    """Words that mean the same to a visitor: a search for one of them finds the others too."""

    words = models.CharField(
        _("words"), max_length=300, help_text=_("Two or more, separated by commas, such as: sign in, log in, log on")
    )

    class Meta:
        ordering = ("words",)
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.words

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Each folded, of one word or more; without repetitions."""
        return tuple(dict.fromkeys(folded for part in self.words.split(",") if (folded := fold_text(part))))

    def clean(self) -> None:
        """Two groups with a word in common would be one group that nobody sees as a whole."""
        if len(self.alternatives) < 2:
            raise ValidationError({"words": _now("Write at least two alternatives, separated by commas.")})
        for other in Synonym.objects.exclude(pk=self.pk):
            if taken := sorted(set(self.alternatives) & set(other.alternatives)):
                message = _now(
                    "“%(taken)s” already stands in “%(other)s”. Add the new words there, or take it out there."
                )
                raise ValidationError({"words": message % {"taken": "”, “".join(taken), "other": other}})


class SearchRedirect(models.Model):
    """A query that leads to one article before all others, whatever else its words would find."""

    query = models.CharField(_("search"), max_length=QUERY_LENGTH)
    folded = models.CharField(max_length=QUERY_LENGTH, unique=True, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="redirects", verbose_name=_("article"))
    scenario = models.SlugField(
        _("cause"), max_length=KEY_LENGTH, blank=True, help_text=_("Key of the cause to open, if it is one of them.")
    )

    class Meta:
        ordering = ("query",)
        verbose_name = _("search redirect")
        verbose_name_plural = _("search redirects")

    def __str__(self) -> str:
        return self.query

    def save(self, *args: Any, **options: Any) -> None:
        self.folded = fold_text(self.query)[:QUERY_LENGTH]
        super().save(*args, **options)

    def clean(self) -> None:
        """Says of each field what keeps the redirect from working."""
        folded = fold_text(self.query)[:QUERY_LENGTH]
        wrong: dict[str, str] = {}
        if not folded:
            wrong["query"] = _now("Write at least one word or number.")
        elif other := SearchRedirect.objects.filter(folded=folded).exclude(pk=self.pk).first():
            wrong["query"] = _now("“%(query)s” already leads to “%(article)s”. Change that redirect instead.") % {
                "query": other,
                "article": other.article,
            }
        article = Article.objects.filter(pk=self.article_id).first()
        if article and article.trashed_at:
            wrong["article"] = _now("This article is in the trash. Choose another one, or take it out of the trash.")
        elif article and self.scenario and not self._names_public_scenario():
            wrong["scenario"] = _now(
                "The public article has no cause with this key. Leave it empty to open the whole article."
            )
        if wrong:
            raise ValidationError(wrong)

    def _names_public_scenario(self) -> bool:
        published = Scenario.objects.filter(article__status="published", retired_at=None)
        return published.filter(article=self.article_id, key=self.scenario).exists()


class SearchedQueryQuerySet(ListedQuerySet["SearchedQuery"]):
    """Those named after a question group the days: dicts with ``text``, ``searched`` (how often) and ``last`` (the day)."""

    def between(self, first: date | None, last: date | None) -> "SearchedQueryQuerySet":
        """Both days included; a side that is None is open."""
        searched = self.filter(day__gte=first) if first else self.all()
        return searched.filter(day__lte=last) if last else searched

    def open(self) -> "SearchedQueryQuerySet":
        """Without what staff have dismissed."""
        return self.filter(is_dismissed=False)

    def dismissed(self) -> "SearchedQueryQuerySet":
        return self.filter(is_dismissed=True)

    def first_day(self) -> date | None:
        """On which anything was counted."""
        return self.order_by("day").values_list("day", flat=True).first()

    def most_searched(self) -> Any:
        return self._by_text().order_by("-searched", "text")

    def not_found(self) -> Any:
        """Searches without a result, most frequent first."""
        return self.filter(results=0)._by_text().order_by("-searched", "-last", "text")

    def not_opened(self, *, least: int) -> Any:
        """Searches that found something of which nothing was opened, most frequent first; ``opened`` of ``searched``.

        Of fewer searches than ``least`` nothing can be said.
        """
        found = self.filter(results__gt=0)._by_text().annotate(opened=Sum("clicks"))
        few = found.filter(searched__gte=least, opened__lt=F("searched"))
        return few.annotate(left=F("searched") - F("opened")).order_by("-left", "text")

    def rising(self, first: date, *, least: int, growth: int) -> Any:
        """Searched at least ``least`` times since the day ``first`` and ``growth`` times as often as ``before`` it."""
        since, before = Sum("times", filter=Q(day__gte=first)), Sum("times", filter=Q(day__lt=first))
        counted = self.values("text").annotate(
            searched=Coalesce(since, Value(0)), before=Coalesce(before, Value(0)), last=Max("day")
        )
        rising = counted.filter(searched__gte=least).filter(searched__gte=F("before") * growth)
        return rising.annotate(more=F("searched") - F("before")).order_by("-more", "text")

    def of_article(self, article: Article) -> Any:
        """Searches from whose results the article was opened, most frequent first; ``opened`` counts those."""
        opened = self.filter(clicked__article=article).values("text").annotate(opened=Sum("clicked__times"))
        return opened.order_by("-opened", "text")

    def rarest(self) -> "SearchedQueryQuerySet":
        """What goes first when there are too many."""
        return self.order_by("times", "day", "pk")

    def _by_text(self) -> Any:
        return self.values("text").annotate(searched=Sum("times"), last=Max("day"))


class SearchedQuery(models.Model):
    """Words that were searched on one day, without anything personal: how often, what they found, what was opened."""

    text = models.CharField(_("searched for"), max_length=QUERY_LENGTH)
    """Folded, as ``searches.anonymous`` leaves it."""
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=0)
    results = models.PositiveIntegerField(_("results"), default=0)
    """How many articles were found, the last time it was searched on that day."""
    clicks = models.PositiveIntegerField(_("opened a result"), default=0)
    is_dismissed = models.BooleanField(_("dismissed"), default=False)
    """Staff have seen to it: the same for all days of a text."""

    objects = SearchedQueryQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-times", "text")
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = (models.UniqueConstraint(fields=("text", "day"), name="searched_query_once_a_day"),)
        indexes = (models.Index(fields=("day", "-times"), name="searched_query_day"),)

    def __str__(self) -> str:
        return self.text


class SearchClick(models.Model):
    """Which article was opened from the results of a query on that day."""

    searched = models.ForeignKey(SearchedQuery, models.CASCADE, related_name="clicked")
    article = models.ForeignKey(Article, models.CASCADE, related_name="search_clicks")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("searched", "article"), name="search_click_once"),)

    def __str__(self) -> str:
        return f"{self.searched_id} → {self.article_id}"
