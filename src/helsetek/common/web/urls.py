"""The addresses of the ground floor. ``config`` includes them at the root of the site."""

from django.urls import path

from . import choices, gallery

app_name = "common"

urlpatterns = [
    path("choose/language/", choices.choose_language, name="choose_language"),
    path("choose/appearance/", choices.choose_appearance, name="choose_appearance"),
    path("design/", gallery.design, name="design"),
    path("design/list/", gallery.design_list, name="design_list"),
]
