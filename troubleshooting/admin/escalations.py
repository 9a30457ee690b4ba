"""Messages to support and their delivery."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troubleshooting.admin.model_admin import ReadOnlyAdmin
from troubleshooting.escalation import packet_of, retry
from troubleshooting.models import Escalation
from troubleshooting.models.reports import EscalationQuerySet


@admin.register(Escalation)
class EscalationAdmin(ReadOnlyAdmin):
    list_display = ("reference", "created_at", "article", "email", "state", "attempts", "next_attempt_at", "last_error")
    list_filter = ("state", ("article", admin.RelatedOnlyFieldListFilter), "created_at")
    search_fields = ("reference", "email", "name", "message")
    date_hierarchy = "created_at"
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("reference", "created_at", "article", "name", "email", "message", "checklist_answers")}),
        (
            _("What went before"),
            {"fields": ("given_answers", "tried_fixes", "set_aside", "revision", "visit", "trust")},
        ),
        (_("Delivery"), {"fields": ("state", "attempts", "next_attempt_at", "last_error", "sent_at")}),
    )
    readonly_fields = ("checklist_answers", "given_answers", "tried_fixes", "set_aside")

    def get_queryset(self, _request: HttpRequest) -> EscalationQuerySet:
        return Escalation.objects.for_staff()

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("troubleshooting.change_escalation")

    @admin.action(description=_("Send again (waiting and failed ones)"), permissions=["retry"])
    def send_again(self, request: HttpRequest, escalations: EscalationQuerySet) -> None:
        count = retry(escalations)
        message = ngettext(
            "%(count)s message goes out with the next run of the sender.",
            "%(count)s messages go out with the next run of the sender.",
            count,
        )
        messages.info(request, message % {"count": count})

    @admin.display(description=_("checklist"))
    def checklist_answers(self, escalation: Escalation) -> str:
        return "\n".join(f"{label}: {answer}" for label, answer in escalation.checklist) or "-"

    @admin.display(description=_("answers"))
    def given_answers(self, escalation: Escalation) -> str:
        return "\n".join(f"{question} {answer}" for question, answer in packet_of(escalation).answers) or "-"

    @admin.display(description=_("tried without success"))
    def tried_fixes(self, escalation: Escalation) -> str:
        return "\n".join(f"{cause}: {fix}" for cause, fix in packet_of(escalation).tried)

    @admin.display(description=_("set aside as not the cause"))
    def set_aside(self, escalation: Escalation) -> str:
        return "\n".join(packet_of(escalation).dismissed) or "-"
