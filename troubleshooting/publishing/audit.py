"""The one writer of the audit log. Call it inside the transaction of the deed, so that neither is without the other."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from troubleshooting.models import Article, AuditEntry

Actor = AbstractBaseUser | AnonymousUser | None
"""Who does something; None is the portal itself, such as a scheduled publishing."""


def record(
    action: AuditEntry.Action,
    *,
    by: Actor,
    article: Article | None = None,
    revision: int | None = None,
    subject: str = "",
    detail: str = "",
) -> AuditEntry:
    return AuditEntry.objects.create(
        action=action,
        actor_id=by.pk if by else None,
        actor_name=by.get_username() if by else "",
        article=article,
        revision=revision,
        subject=subject[:200],
        detail=detail,
    )
