"""Which files there are, read without ever leaving the place that was named: a folder, one file, or an archive.

``opening`` (which of them it is) → ``folder``, ``archive`` → ``collection`` (what both are to the rest), ``limits``.
"""

from troubleshooting.importing.sources.collection import Collection, SourceError
from troubleshooting.importing.sources.opening import open_archive, open_collection, open_file

__all__ = ["Collection", "SourceError", "open_archive", "open_collection", "open_file"]
