"""Liquid tags: what stands in their place."""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from troubleshooting.importing.markdown.account import Account, first_text

TAG = re.compile(r"\{%-?\s*(\w[\w-]*)\s*((?:[^%{]|%(?!\})|\{(?!%))*?)-?%\}")
_LABEL = re.compile(r"aria-label\s*=\s*[\"']([^\"']*)[\"']")
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATA = re.compile(r"[\"']?((?:variables|reusables)[\w./-]*|[\w-]+(?:\.[\w-]+)+)[\"']?")
_INCLUDED = re.compile(r"[\"']?([\w./-]+)[\"']?")

CALLOUTS = {"note": "NOTE", "tip": "TIP", "warning": "WARNING", "danger": "WARNING", "important": "IMPORTANT"}
PLATFORMS = {
    "mac": "Mac", "windows": "Windows", "linux": "Linux", "webui": "Web browser", "cli": "GitHub CLI",
    "desktop": "GitHub Desktop", "curl": "cURL", "vscode": "Visual Studio Code", "jetbrains": "JetBrains IDEs",
    "codespaces": "GitHub Codespaces", "mobile": "Mobile", "api": "API", "graphql": "GraphQL", "javascript": "JavaScript",
}  # fmt: skip
"""Tags of the sections that readers choose by their platform."""

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def label(arguments: str) -> str:
    """What an icon is read out as."""
    found = _LABEL.search(arguments)
    return found[1] if found else ""


def content(arguments: str) -> str:
    found = _CONTENT.search(arguments)
    return (found[1] or found[2] or "") if found else ""


def data(arguments: str, account: Account) -> tuple[str, PurePosixPath] | None:
    """Text of a variable or of a reusable passage, where the collection has it."""
    found = _DATA.match(arguments.strip())
    if found is None:
        return None
    kind, *names = re.split(r"[./]", found[1])
    if kind == "reusables":
        return first_text(account, [PurePosixPath("data", kind, *names).with_suffix(".md")])
    if len(names) < 2:
        return None
    loaded = first_text(account, [PurePosixPath("data", kind, *names[:-1]).with_suffix(".yml")])
    value = _variables(loaded[0]).get(names[-1]) if loaded else None
    return (value, account.path) if isinstance(value, str) else None


def included(arguments: str, account: Account) -> tuple[str, PurePosixPath] | None:
    """Text of ``{% include name %}``."""
    found = _INCLUDED.match(arguments.strip())
    if found is None or ".." in found[1]:
        return None
    return first_text(account, [PurePosixPath("_includes", found[1]), PurePosixPath(found[1])])


@lru_cache(maxsize=64)
def _variables(text: str) -> dict[str, Any]:
    try:
        loaded = yaml.load(text, Loader=_Loader) if len(text) < 200_000 else None  # noqa: S506 - nothing but text
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
