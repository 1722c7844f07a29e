"""Addresses of the first run and of the administrators' pages."""

from django.urls import URLPattern, path

from motcua.doors.staff.administration import first_run

administration_urls: list[URLPattern] = [
    path("bat-dau", first_run.first_run, name="first-run"),
    path("bat-dau/xong", first_run.just_founded, name="founded"),
]
