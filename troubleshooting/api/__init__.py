"""The read API, ``/api/v1/``: articles, search, codes, and the guide as a resource that is walked by its links.

Each answer is the same bytes for everybody and kept like a page. ``answers`` and ``positions`` are what is answered,
``articles``, ``finding`` and ``guide`` the operations, ``description`` makes the OpenAPI description true.
"""

from troubleshooting.api.description import api

__all__ = ["api"]
