"""Taking an article off the public pages, after a question."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from troubleshooting.admin import actions
from troubleshooting.admin.article_pages import frame, on_article, to_page
from troubleshooting.models import Article


@on_article("publish")
def retire_page(request: HttpRequest, article: Article) -> HttpResponse:
    if request.method == "POST":
        actions.retire_article(request, article)
        return to_page("change", article.pk)
    context = frame(request, article, title=_("Retire this article?"))
    return TemplateResponse(request, "admin/troubleshooting/retire.html", context)


PAGES = (("<int:pk>/retire/", retire_page, "retire"),)
