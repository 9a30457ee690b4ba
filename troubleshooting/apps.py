from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate  # noqa: TID251 a signal, no query
from django.utils.translation import gettext_lazy as _


class TroubleshootingConfig(AppConfig):
    name = "troubleshooting"
    verbose_name = _("Help articles")
    default = True

    def ready(self) -> None:
        from troubleshooting.admin.groups import set_up_groups  # noqa: PLC0415 models cannot be imported before ready()

        post_migrate.connect(set_up_groups, sender=self, dispatch_uid="troubleshooting.groups")


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site. It must come after ``troubleshooting`` in ``INSTALLED_APPS``."""

    default = False
    default_site = "troubleshooting.admin.site.PortalAdminSite"
