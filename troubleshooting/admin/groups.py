"""The portal's three groups of staff and what each may do."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

_EDITORS = frozenset({
    "view_article", "add_article", "change_article",
    "view_topic", "view_product", "view_destination", "view_procedure", "view_linkcheck",
    "view_image", "add_image",
    "view_auditentry",
    "view_report", "view_analytics", "view_searchedquery", "change_searchedquery",
    "view_synonym", "view_searchredirect",
})  # fmt: skip
GROUPS = {
    "Editors": _EDITORS,
    "Publishers": _EDITORS
    | {
        "publish_article",
        "add_topic", "change_topic",
        "add_product", "change_product",
        "add_destination", "change_destination", "delete_destination",
        "add_procedure", "change_procedure", "delete_procedure",
        "delete_image",
        "add_synonym", "change_synonym", "delete_synonym",
        "add_searchredirect", "change_searchredirect", "delete_searchredirect",
    },
    "Analysts": frozenset({
        "view_analytics", "view_report", "view_searchedquery", "view_escalation", "change_escalation",
    }),
}  # fmt: skip
"""Codenames of permissions by group. The groups are the portal's own: every migrate sets them to exactly this."""


def set_up_groups(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Create the groups or bring them up to date; run after every migrate, safe to repeat."""
    # Permissions are made by the same signal, possibly after this; making them is safe to repeat.
    create_permissions(sender, verbosity=0, using=using)
    of_ours = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    for name, codenames in GROUPS.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(of_ours.filter(codename__in=codenames))
