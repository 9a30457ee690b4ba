"""The tables. Inside this package imports go down this list:

``reports`` (what visitors told), ``sources`` (where articles came from), ``searching`` (what is searched), ``search_index`` (in what), ``freshness`` (what content needs a look) → ``structure`` (scenarios, fixes, steps,
questions, choices of a published article; shared procedures), ``audit`` (who did what) → ``revisions`` (documents and the
stored page), ``editing`` (unsaved work, locks) → ``content`` (article, code, product, topic, destination) → ``work`` (what waits for
somebody) → ``workflow``, ``media``.
"""

from troubleshooting.models.audit import AuditEntry
from troubleshooting.models.content import Article, Code, Destination, FormerSlug, Product, Topic
from troubleshooting.models.editing import EditLock, WorkingCopy
from troubleshooting.models.freshness import LinkCheck
from troubleshooting.models.media import Image
from troubleshooting.models.reports import Escalation, RateWindow, Report
from troubleshooting.models.revisions import ContentVersion, Page, Revision
from troubleshooting.models.search_index import SearchEntry, SearchMention, SearchTerm, SearchWord, SpellingKey
from troubleshooting.models.searching import SearchClick, SearchedQuery, SearchRedirect, Synonym
from troubleshooting.models.sources import ImportedFile, Upload
from troubleshooting.models.structure import Choice, Fix, Procedure, Question, Scenario, Step
from troubleshooting.models.workflow import Stage

__all__ = [
    "Article",
    "AuditEntry",
    "Choice",
    "Code",
    "ContentVersion",
    "Destination",
    "EditLock",
    "Escalation",
    "Fix",
    "FormerSlug",
    "Image",
    "ImportedFile",
    "LinkCheck",
    "Page",
    "Procedure",
    "Product",
    "Question",
    "RateWindow",
    "Report",
    "Revision",
    "Scenario",
    "SearchClick",
    "SearchEntry",
    "SearchMention",
    "SearchRedirect",
    "SearchTerm",
    "SearchWord",
    "SearchedQuery",
    "SpellingKey",
    "Stage",
    "Step",
    "Synonym",
    "Topic",
    "Upload",
    "WorkingCopy",
]
