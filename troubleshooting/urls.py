from django.urls import path

from troubleshooting.views import articles, contact, guide, health, home, reports, search, shelves

app_name = "troubleshooting"

# /articles/<slug>/…
article_urls = [
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/guide/", guide.start, name="guide"),
    path("articles/<slug:slug>/guide/<slug:node>/", guide.node, name="guide_node"),
    path("articles/<slug:slug>/reports/", reports.reports, name="reports"),
    path("articles/<slug:slug>/contact/", contact.contact, name="contact"),
    path("articles/<slug:slug>/contact/sent/", contact.sent, name="contact_sent"),
]

# lists and ways in
shelf_urls = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("codes/<str:code>/", shelves.code, name="code"),
    path("topics/<slug:slug>/", shelves.topic, name="topic"),
    path("products/<slug:slug>/", shelves.product, name="product"),
]

# for programs
machine_urls = [
    path("visits/", reports.visits, name="visits"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = article_urls + shelf_urls + machine_urls
