"""Content as others take it: ``articles`` (one article, as its file and as JSON) → ``folder`` (all of the portal's own files)."""

from troubleshooting.exporting.articles import article_file, article_json
from troubleshooting.exporting.folder import Change, differences, export_folder

__all__ = ["Change", "article_file", "article_json", "differences", "export_folder"]
