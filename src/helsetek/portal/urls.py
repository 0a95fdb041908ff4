"""The addresses of the portal."""

from django.urls import path, re_path

from .views import about, awards, feeds, front, search, tasks

app_name = "portal"

urlpatterns = [
    path("", front.front, name="front"),
    path("tildelinger/", awards.awards, name="awards"),
    path("tildelinger/<int:grant_id>/", awards.award, name="award"),
    path("mine-oppgaver/", tasks.my_tasks, name="my_tasks"),
    path("sok/", search.search, name="search"),
    path("om/", about.about, name="about"),
    path("om/tilgjengelighet/", about.accessibility, name="accessibility"),
    path("om/personvern/", about.privacy, name="privacy"),
    path("om/apne-data/", about.open_data, name="open_data"),
    re_path(r"^tildelinger/nytt\.(?P<kind>atom|rss)$", feeds.awards, name="awards_feed"),
    re_path(r"^utlysninger-nytt\.(?P<kind>atom|rss)$", feeds.calls, name="calls_feed"),
]
