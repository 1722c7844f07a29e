"""Addresses of the care for kept papers: clean data, replaced results, retention, the year's old results."""

from django.urls import URLPattern, path

from motcua.doors.staff.papers import cleaning

care_urls: list[URLPattern] = [
    path("lam-sach-giay-to", cleaning.overview, name="cleaning"),
    path("lam-sach-giay-to/ra-lai", cleaning.look_again, name="cleaning-again"),
    path("lam-sach-giay-to/<int:number>", cleaning.one, name="doubt"),
    path("lam-sach-giay-to/<int:number>/<str:which>.tep", cleaning.file, name="doubt-file"),
]
