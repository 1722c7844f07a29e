"""Addresses of the designer of electronic forms."""

from django.urls import URLPattern, path

from motcua.doors.staff.administration import eform_preview, eforms

_ALL = "quan-tri/to-khai"
_ONE = f"{_ALL}/<str:code>"

eform_urls: list[URLPattern] = [
    path(_ALL, eforms.overview, name="eforms"),
    path(_ONE, eforms.one, name="eform"),
    path(f"{_ONE}/ban-nhap", eforms.begin, name="eform-begin"),
    path(f"{_ONE}/trang/<int:at>", eforms.topic, name="eform-topic"),
    path(f"{_ONE}/muc/<str:place>", eforms.field, name="eform-field"),
    path(f"{_ONE}/sap-xep", eforms.arrange, name="eform-arrange"),
    path(f"{_ONE}/thay-cho", eforms.stands_for, name="eform-stands-for"),
    path(f"{_ONE}/bo-nhap", eforms.drop, name="eform-drop"),
    path(f"{_ONE}/dung", eforms.put_in_use, name="eform-publish"),
    path(f"{_ONE}/tu-tep", eforms.from_file, name="eform-import"),
    path(f"{_ONE}/<int:number>.json", eforms.to_file, name="eform-export"),
    path(f"{_ONE}/<int:number>/xem-thu", eform_preview.preview, name="eform-preview"),
]
