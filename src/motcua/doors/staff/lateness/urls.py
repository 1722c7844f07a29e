"""Addresses of the pages about lateness and violations."""

from django.urls import URLPattern, path

from motcua.doors.staff.lateness import pages, violations

_LATE, _REGISTER = "tre-han", "so-vi-pham"

lateness_urls: list[URLPattern] = [
    path(_LATE, pages.forecasts, name="lateness"),
    path(f"{_LATE}/quay", pages.desk, name="lateness-desk"),
    path(f"{_LATE}/giai-trinh", pages.explanations, name="explanations"),
    path(f"{_LATE}/giai-trinh/<str:key>", pages.explain_one, name="explain"),
    path(_REGISTER, violations.register, name="violations"),
    path(f"{_REGISTER}/ghi-so", violations.enter, name="violation-enter"),
    path(f"{_REGISTER}/de-xuat", violations.answer_proposal, name="violation-proposal"),
    path(f"{_REGISTER}/<int:number>", violations.one, name="violation"),
]
