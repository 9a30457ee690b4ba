"""The tables. Inside this package imports go down this list:

``reports`` (what visitors told) → ``structure`` (scenarios, fixes, steps, questions, choices of a published article)
→ ``revisions`` (documents and the stored page) → ``content`` (article, code, product, topic, destination).
"""

from troubleshooting.models.content import Article, Code, Destination, FormerSlug, Product, Topic
from troubleshooting.models.reports import Escalation, RateWindow, Report
from troubleshooting.models.revisions import ContentVersion, Page, Revision
from troubleshooting.models.structure import Choice, Fix, Question, Scenario, Step

__all__ = [
    "Article",
    "Choice",
    "Code",
    "ContentVersion",
    "Destination",
    "Escalation",
    "Fix",
    "FormerSlug",
    "Page",
    "Product",
    "Question",
    "RateWindow",
    "Report",
    "Revision",
    "Scenario",
    "Step",
    "Topic",
]
