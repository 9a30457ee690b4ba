"""Do the links of the content still lead somewhere? Each address is asked once and its answer kept.

Imports go down: ``runs`` → ``collecting``, ``inside``, ``asking`` → ``wire`` → ``addresses``; all know ``outcome``.
"""

from troubleshooting.link_check.runs import Summary, check_again, check_links

__all__ = ["Summary", "check_again", "check_links"]
