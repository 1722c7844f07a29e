"""Addresses of the pages of internal processes."""

from django.urls import URLPattern, path

from motcua.doors.staff.administration import processes

_ALL = "quan-tri/quy-trinh"
_ONE = f"{_ALL}/<str:key>"

process_urls: list[URLPattern] = [
    path(_ALL, processes.overview, name="processes"),
    path(f"{_ALL}/moi", processes.new, name="process-new"),
    path(_ONE, processes.one, name="process"),
    path(f"{_ONE}/thoi-gian", processes.total, name="process-total"),
    path(f"{_ONE}/co-quan/<int:order>", processes.body, name="process-body"),
    path(f"{_ONE}/buoc/<int:order>", processes.step, name="process-step"),
    path(f"{_ONE}/bo", processes.drop, name="process-drop"),
    path(f"{_ONE}/phe-duyet", processes.approve, name="process-approve"),
    path(f"{_ONE}/chay", processes.run, name="process-run"),
]
