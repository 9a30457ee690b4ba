"""Where staff work. Everything else is public: no cookie goes in or out."""

STAFF_PREFIX = "/admin/"


def is_staff_path(path: str) -> bool:
    return path.startswith(STAFF_PREFIX)
