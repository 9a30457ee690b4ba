"""Shared procedures: steps written once, in the article file's own Markdown, and shown by every fix that uses them."""

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from troubleshooting.admin.catalog import CatalogAdmin, EntryForm
from troubleshooting.documents.markdown.printer import print_steps
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.procedures import STORED_STEPS, check_steps
from troubleshooting.documents.rendering import render_steps
from troubleshooting.documents.schema import Step
from troubleshooting.http.framing import framed
from troubleshooting.models import Procedure
from troubleshooting.models.structure import ProcedureQuerySet
from troubleshooting.publishing import current_catalog


class ProcedureForm(EntryForm):
    text = forms.CharField(
        label=gettext_lazy("Steps"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true", "data-markdown": ""}),
        help_text=gettext_lazy(
            "A numbered list in Markdown, as in an article: callouts stand below a step, and a step may end in "
            "[Take me there](destination:key)."
        ),
    )
    is_minor = forms.BooleanField(
        label=gettext_lazy("Minor edit"),
        required=False,
        help_text=gettext_lazy("Such as a corrected typo: the pages keep the date of their last update."),
    )
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    """Which text the edit began from, so that two people who edit at once notice."""

    class Meta:
        model = Procedure
        fields = ("title", "key")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.present = print_steps(self.instance.steps) if self.instance.pk else ""
        self.initial["text"] = self.present
        self.initial["based_on"] = _mark(self.present)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        checked = check_steps(text, current_catalog())
        if not checked.steps:
            raise ValidationError([_said(problem) for problem in checked.problems if problem.severity == "error"])
        self.instance.content = STORED_STEPS.dump_python(checked.steps, mode="json")
        return text

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        if self.instance.pk and self.cleaned_data.get("based_on") != _mark(self.present):
            # The text below stays what was typed; saved once more, it replaces the other one knowingly.
            assert isinstance(self.data, QueryDict)
            self.data = self.data.copy()
            self.data["based_on"] = _mark(self.present)
            message = _("Somebody changed the steps since you opened them. They are now:\n%(text)s")
            raise ValidationError(message % {"text": self.present})
        return values


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _said(problem: Problem) -> str:
    return _("Line %(line)s: %(message)s") % {"line": problem.line or 1, "message": problem.message}


@admin.register(Procedure)
class ProcedureAdmin(CatalogAdmin):
    key = "key"
    form = ProcedureForm
    change_form_template = "admin/troubleshooting/procedure.html"
    list_display = ("title", "key", "step_count", "fix_count")
    search_fields = ("title", "key")

    def get_urls(self) -> list[URLPattern]:
        preview = framed(self.admin_site.admin_view(require_POST(self.preview)))
        return [path("preview/", preview, name="troubleshooting_procedure_preview"), *super().get_urls()]

    def get_queryset(self, _request: HttpRequest) -> ProcedureQuerySet:
        return Procedure.objects.with_use_counts()

    def get_fields(self, request: HttpRequest, entry: Any = None) -> tuple[str, ...]:
        may_change = entry and self.has_change_permission(request, entry)
        return ("title", "key", "text", *(("is_minor", "based_on") if may_change else ()))

    def get_prepopulated_fields(self, _request: HttpRequest, entry: Any = None) -> dict[str, Any]:
        return {} if entry else {"key": ("title",)}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        form = context["adminform"].form
        text = form["text"].value() if "text" in form.fields else self.text(options["obj"])
        checked = check_steps(text or "", current_catalog())
        context["warnings"] = [_said(problem) for problem in checked.problems if problem.severity == "warning"]
        context["preview"] = _preview(checked.partial)
        return super().render_change_form(request, context, *args, **options)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Of the text that was sent, whatever is wrong with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "").replace("\r\n", "\n")
        return HttpResponse(
            _preview(check_steps(text, current_catalog()).partial), headers={"Cache-Control": "no-store"}
        )

    @admin.display(description=gettext_lazy("steps"))
    def text(self, procedure: Procedure) -> str:
        """For those who may only look."""
        return print_steps(procedure.steps)

    @admin.display(description=gettext_lazy("steps"))
    def step_count(self, procedure: Procedure) -> int:
        return len(procedure.content)

    @admin.display(description=gettext_lazy("fixes that use it"), ordering="fix_count")
    def fix_count(self, procedure: Any) -> int:
        return int(procedure.fix_count)


def _preview(steps: tuple[Step, ...]) -> str:
    """A page for the frame."""
    shown = render_steps("preview", steps, current_catalog())
    return render_to_string("admin/troubleshooting/procedure_preview.html", {"steps": shown})
