"""Unsaved work, kept on the portal: no revision, nothing public, one copy for each person and article."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from troubleshooting.models import Article, WorkingCopy


def keep(
    *, by: User, article: Article | None, editor: str, fields: Mapping[str, Sequence[str]], based_on: int
) -> WorkingCopy:
    """In place of what was kept before. ``article`` is None for one that was never saved."""
    values = {
        "editor": WorkingCopy.Editor(editor),
        # PostgreSQL has no room for a NUL.
        "fields": {name: [value.replace("\0", "\ufffd") for value in each] for name, each in fields.items()},
        "based_on": based_on,
        "saved_at": timezone.now(),
    }
    copy, _is_new = WorkingCopy.objects.update_or_create(user=by, article=article, defaults=values)
    return copy


def discard(*, by: User, article: Article | None) -> None:
    WorkingCopy.objects.of(by, article).delete()
