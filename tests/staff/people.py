"""Staff of the tests."""

from itertools import count

from django.contrib.auth.models import Group, User

_numbers = count(1)


def make_staff(*groups, name="", **fields):
    """A member of the staff in those of the portal's groups that are named."""
    user = User.objects.create_user(name or f"staff-{next(_numbers)}", password="pw", is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def sign_in(client, *groups, **fields):
    user = make_staff(*groups, **fields)
    client.force_login(user)
    return user
