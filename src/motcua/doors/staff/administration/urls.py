"""Addresses of the first run and of the administrators' pages."""

from django.urls import URLPattern, path

from motcua.doors.staff.administration import (
    agencies,
    blank_forms,
    calendars,
    first_run,
    people,
    procedures,
    record,
    running,
    settings,
    templates,
)
from motcua.doors.staff.administration.eform_urls import eform_urls
from motcua.doors.staff.administration.process_urls import process_urls

_ONE = "quan-tri/co-quan/can-bo/<int:key>"
_AGENCY = "quan-tri/co-quan/<str:code>"

administration_urls: list[URLPattern] = [
    *process_urls,
    *eform_urls,
    path("bat-dau", first_run.first_run, name="first-run"),
    path("bat-dau/xong", first_run.just_founded, name="founded"),
    path("quan-tri/co-quan", agencies.overview, name="agency"),
    path("quan-tri/co-quan/sap-xep", agencies.reorganising, name="reorganise"),
    path(_AGENCY, agencies.agency, name="agency-one"),
    path(f"{_AGENCY}/sua", agencies.edit, name="agency-edit"),
    path(f"{_AGENCY}/them-don-vi", agencies.add, name="agency-add"),
    path(f"{_AGENCY}/them-can-bo", people.hire, name="person-add"),
    path(_ONE, people.person, name="person"),
    path(f"{_ONE}/sua", people.edit, name="person-edit"),
    path(f"{_ONE}/vai-tro", people.grant, name="person-grant"),
    path(f"{_ONE}/vai-tro/<int:number>/thu-hoi", people.end_role, name="person-end-role"),
    path(f"{_ONE}/tai-khoan", people.account, name="person-account"),
    path(f"{_ONE}/khoa", people.switch_account, name="person-switch"),
    path(f"{_ONE}/uy-quyen", people.delegate, name="person-delegate"),
    path(f"{_ONE}/uy-quyen/<int:number>/ket-thuc", people.end_delegation, name="person-end-delegation"),
    path(f"{_ONE}/chuyen", people.move, name="person-move"),
    path(f"{_ONE}/nghi", people.leave, name="person-leave"),
    path("quan-tri/lich", calendars.overview, name="calendar"),
    path("quan-tri/lich/ngay-rieng", calendars.own_days, name="calendar-days"),
    path("quan-tri/lich/gio-lam-viec", calendars.office_hours, name="calendar-hours"),
    path("quan-tri/thu-tuc", procedures.overview, name="procedures"),
    path("quan-tri/thu-tuc/chon", procedures.choose, name="procedures-choose"),
    path("quan-tri/thu-tuc/<str:code>/thoi-han", procedures.limit, name="procedure-limit"),
    path("quan-tri/thu-tuc/<str:code>/bieu-mau", blank_forms.overview, name="blank-forms"),
    path("quan-tri/thu-tuc/<str:code>/bieu-mau/<int:number>", blank_forms.attach, name="blank-form-attach"),
    path(
        "quan-tri/thu-tuc/<str:code>/bieu-mau/<int:number>/go", blank_forms.detach, name="blank-form-detach"
    ),
    path("quan-tri/thiet-lap", settings.overview, name="settings"),
    path("quan-tri/thiet-lap/<str:key>", settings.one, name="setting"),
    path("quan-tri/mau", templates.overview, name="templates"),
    path("quan-tri/mau/ban/<int:number>/<str:what>.tep", templates.file, name="template-file"),
    path("quan-tri/mau/ban/<int:number>/dung", templates.use, name="template-use"),
    path("quan-tri/mau/<str:kind>/<str:family>", templates.one, name="template"),
    path("quan-tri/mau/<str:kind>/<str:family>/goc.docx", templates.packaged, name="template-packaged"),
    path("quan-tri/xu-ly-nen", running.background, name="background"),
    path("quan-tri/xu-ly-nen/<int:number>/lam-lai", running.retry, name="job-retry"),
    path("quan-tri/nhat-ky", record.search, name="record"),
    path("quan-tri/gioi-thieu", running.about, name="about"),
]
