"""The help portal's product: articles, the guide through them, and what visitors report.

Imports inside this package go one way, downwards in this list; ``make check`` holds it:
``urls, admin · views · forms, http · publishing, reporting, escalation, search, analytics · models · guide · documents``.
"""
