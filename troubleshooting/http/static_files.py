"""Style sheets and scripts as production serves them: compressed, and kept by browsers for good under hashed names."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

Converter = Callable[[re.Match[str]], str]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """Scripts import each other by hashed names too, so that no browser puts an old part into a new page."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, Any], template: str | None = None) -> Converter:
        """``import("…")`` stays: no script of ours has it, and in others' it stands in comments, where it names types."""
        convert: Converter = super().url_converter(name, hashed_files, template)
        return lambda match: match[0] if match[0].startswith("import(") else convert(match)
