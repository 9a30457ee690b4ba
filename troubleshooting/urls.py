from django.urls import path

from troubleshooting.views import (
    articles,
    contact,
    feeds,
    guide,
    health,
    home,
    images,
    preview,
    reports,
    search,
    searches,
    shelves,
    sitemap,
)

app_name = "troubleshooting"

# /articles/<slug>/…
article_urls = [
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/guide/", guide.start, name="guide"),
    path("articles/<slug:slug>/guide/<slug:node>/", guide.node, name="guide_node"),
    path("articles/<slug:slug>/reports/", reports.reports, name="reports"),
    path("articles/<slug:slug>/contact/", contact.contact, name="contact"),
    path("articles/<slug:slug>/contact/sent/", contact.sent, name="contact_sent"),
    path("articles/<slug:slug>.md", articles.as_markdown, name="article_markdown"),
    path("articles/<slug:slug>.json", articles.as_json, name="article_json"),
]

# drafts, by a signed link: the article's own paths below it
preview_urls = [
    path("preview/<str:token>/", preview.article, name="preview"),
    path("preview/<str:token>/guide/", preview.start, name="preview_guide"),
    path("preview/<str:token>/guide/<slug:node>/", preview.node, name="preview_node"),
    path("preview/<str:token>/reports/", preview.reports, name="preview_reports"),
    path("preview/<str:token>/contact/", preview.contact, name="preview_contact"),
]

# lists and ways in
shelf_urls = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search_suggest"),
    path("search/seen/", searches.seen, name="search_seen"),
    path("search/clicked/", searches.clicked, name="search_clicked"),
    path("codes/<str:code>/", shelves.code, name="code"),
    path("topics/<slug:slug>/", shelves.topic, name="topic"),
    path("products/", shelves.products, name="products"),
    path("products/<slug:slug>/", shelves.product, name="product"),
]

# pictures in articles
image_urls = [
    path("images/<str:name>", images.image, name="image"),
]

# for programs
machine_urls = [
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("feed.atom", feeds.atom, name="feed"),
    path("opensearch.xml", feeds.opensearch, name="opensearch"),
    path("llms.txt", feeds.llms, name="llms"),
    path("visits/", reports.visits, name="visits"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = article_urls + preview_urls + shelf_urls + image_urls + machine_urls
