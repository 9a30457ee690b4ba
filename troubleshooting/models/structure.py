"""The published document laid out as rows, for whatever counts, filters or points at a part of an article.

Rows are matched by key at every publishing. One that left the document is retired and never deleted, because
reports may point at it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troubleshooting.documents.procedures import STORED_STEPS
from troubleshooting.documents.schema import KEY_LENGTH, FixRole
from troubleshooting.documents.schema import Step as WrittenStep
from troubleshooting.models.content import Article, Destination


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def with_use_counts(self) -> "ProcedureQuerySet":
        """``fix_count``: in how many fixes of published articles each stands."""
        used = models.Q(uses__retired_at=None, uses__fix__article__status="published")
        return self.annotate(fix_count=models.Count("uses__fix", filter=used, distinct=True))


class Procedure(models.Model):
    """Steps that several fixes share: written once, shown in each of them."""

    key = models.SlugField(_("key"), max_length=KEY_LENGTH, unique=True)
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("steps"))
    """The steps as ``documents.schema.Step`` dumps them."""
    destinations = models.ManyToManyField(
        Destination, related_name="procedures", verbose_name=_("destinations"), blank=True, editable=False
    )
    """Those that the steps open, kept by ``publishing``."""

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        verbose_name = _("shared procedure")
        verbose_name_plural = _("shared procedures")

    def __str__(self) -> str:
        return self.title

    @property
    def steps(self) -> tuple[WrittenStep, ...]:
        return STORED_STEPS.validate_python(self.content)


class Part(models.Model):
    """A keyed node of an article."""

    key = models.SlugField(_("key"), max_length=KEY_LENGTH)
    position = models.PositiveIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        abstract = True


class Scenario(Part):
    """A cause."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="scenarios")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = (models.UniqueConstraint(fields=("article", "key"), name="scenario_key_once_per_article"),)

    def __str__(self) -> str:
        return self.title


class Fix(Part):
    """A procedure of a scenario. Its key is unique in the article, so a fix may move to another scenario."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="fixes")
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="fixes")
    title = models.CharField(_("title"), max_length=200)
    role = models.CharField(_("role"), max_length=10, choices=[(role.value, role.value) for role in FixRole])

    class Meta:
        ordering = ("scenario__position", "position", "pk")
        verbose_name = _("fix")
        verbose_name_plural = _("fixes")
        constraints = (models.UniqueConstraint(fields=("article", "key"), name="fix_key_once_per_article"),)

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def live(self) -> "StepQuerySet":
        """Those of the documents that are public, or were when their article was retired."""
        return self.filter(retired_at=None)

    def of_published(self) -> "StepQuerySet":
        return self.filter(fix__article__in=Article.objects.published())

    def showing(self, *, destination: Destination | None = None, procedure: Procedure | None = None) -> "StepQuerySet":
        """Those that show a destination, by themselves or by the procedure they stand for, or that stand for a procedure."""
        if procedure:
            return self.filter(procedure=procedure)
        through = models.Q(procedure__in=Procedure.objects.filter(destinations=destination))
        return self.filter(models.Q(destination=destination) | through)

    def for_where_used(self) -> "StepQuerySet":
        """With fix, scenario and article, in the order of articles and their pages."""
        places = ("fix__article", "fix__scenario", "procedure")
        order = ("fix__article__title", "fix__article", "fix__scenario__position", "fix__position", "position")
        return self.select_related(*places).defer("procedure__content").order_by(*order)


class Step(Part):
    fix = models.ForeignKey(Fix, models.CASCADE, related_name="steps")
    text = models.TextField(_("text"))
    destination = models.ForeignKey(Destination, models.PROTECT, null=True, blank=True, related_name="steps")
    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, blank=True, related_name="uses")
    """The shared steps that stand in this one's place."""

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("fix", "position", "pk")
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = (models.UniqueConstraint(fields=("fix", "key"), name="step_key_once_per_fix"),)

    def __str__(self) -> str:
        return self.text[:80]


class Question(Part):
    article = models.ForeignKey(Article, models.CASCADE, related_name="questions")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (models.UniqueConstraint(fields=("article", "key"), name="question_key_once_per_article"),)

    def __str__(self) -> str:
        return self.title


class Choice(Part):
    """An answer and where it leads: to a question, to a scenario, or, with neither, to contact."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    label = models.CharField(_("label"), max_length=200)
    to_question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    to_scenario = models.ForeignKey(Scenario, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("question", "position", "pk")
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = (
            models.UniqueConstraint(fields=("question", "key"), name="choice_key_once_per_question"),
            models.CheckConstraint(
                condition=models.Q(to_question__isnull=True) | models.Q(to_scenario__isnull=True),
                name="choice_has_one_target",
            ),
        )

    def __str__(self) -> str:
        return self.label
