"""Printing the desk's forms: what a dossier can be given, what went out and when, and the register of a year."""

from dataclasses import dataclass, field
from typing import cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.dossiers import printing_jobs, slips
from motcua.dossiers.access import dossier_for
from motcua.dossiers.enums import Act
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paper_trail import IssuedForm
from motcua.dossiers.queries import time_line
from motcua.dossiers.slips import FormKind, issuing, signing
from motcua.dossiers.slips.reading import forms_possible, rules_for
from motcua.jobs.models import Job
from motcua.jobs.queries import status_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PAPERS = (slips.A5, slips.A4)
# Whoever receives, works on or decides about a dossier hands its forms out.
_ISSUING = (Right.RECEIVE, Right.WORK, Right.SIGN_OFF)


@dataclass(frozen=True, slots=True)
class Offer:
    """One form that a dossier can be given: issued or not yet, and what it tells of."""

    kind: FormKind
    event: int
    told: Event | None
    issued: IssuedForm | None
    stands: signing.Signatures = field(default_factory=signing.Signatures)

    @property
    def about(self) -> str:
        """The act it tells of, for forms that tell of one."""
        if self.told is None or self.kind in (FormKind.RECEIPT, FormKind.CONTROL_SLIP):
            return ""
        return f"{Act(self.told.act).label}, {clock.local(self.told.happened_at):%d/%m/%Y}"


@require_GET
@gate(Right.SEE_DOSSIERS)
def forms_of(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Every form of a dossier: to be issued, and as it went out."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    issued = issuing.issued_of(dossier)
    offers = _offers(dossier, issued)
    latest = {offer.issued.pk for offer in offers if offer.issued}
    older = [row for row in issued if row.pk not in latest]
    context = {
        "dossier": dossier,
        "key": key_of(dossier),
        "offers": offers,
        "older": older,
        "keys_there": signing.keys_there(dossier),
        "papers": _PAPERS,
        "paper": issuing.paper_for(dossier.desk, FormKind.RECEIPT),
        "may_issue": may_issue(officer, dossier),
        "crumbs": _crumbs(dossier, "Biểu mẫu"),
    }
    return show(request, officer, "staff/forms.html", context)


@require_POST
@gate(*_ISSUING)
def issue(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Issue one form and show it, as PDF or as a document to edit."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    if not may_issue(officer, dossier):
        raise NotFound
    kind = next((each for each in FormKind if each.value == request.POST.get("kind")), None)
    event = request.POST.get("event", "")
    if kind is None or not event.isdecimal() or len(event) > 9:
        raise NotFound
    row = issuing.issue(dossier.pk, kind, int(event), actor=officer.actor, **addresses(request))
    extension = "docx" if request.POST.get("as") == "docx" else "pdf"
    there = reverse("staff:form-issued", args=[key_of(dossier), row.pk, extension])
    paper = request.POST.get("kho", "")
    return redirect(f"{there}?kho={paper}" if paper in _PAPERS else there)


@require_GET
@gate(Right.SEE_DOSSIERS)
def issued(request: HttpRequest, officer: Officer, key: str, number: int, extension: str) -> HttpResponse:
    """A form that went out, again: the same words, the same number."""
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    rows = IssuedForm.objects.filter(dossier=dossier).select_related("template", "paper")
    row = rows.filter(pk=number).first()
    if row is None or extension not in ("pdf", "docx"):
        raise NotFound
    paper = request.GET.get("kho", "")
    paper = paper if paper in _PAPERS else issuing.paper_for(dossier.desk, FormKind(row.kind))
    make = issuing.issued_pdf if extension == "pdf" else issuing.issued_docx
    return _file(make(row, paper=paper), f"{key_of(dossier)}-mau-{row.form_number}.{extension}")


@require_http_methods(["GET", "POST"])
@gate(Right.SEE_DOSSIERS)
def receipt(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Mẫu 01: sending the form issues it; reading shows what was issued, or how it would look.

    `?dang=docx` gives the document to edit, `?kho=A4` the other paper.
    """
    dossier = dossier_for(officer, key, Right.SEE_DOSSIERS)
    if request.method == "POST":
        if not may_issue(officer, dossier):
            raise NotFound
        event = next((offer.event for offer in _offers(dossier, []) if offer.kind is FormKind.RECEIPT), 0)
        issuing.issue(dossier.pk, FormKind.RECEIPT, event, actor=officer.actor, **addresses(request))
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("staff:receipt", args=[key_of(dossier)]) + query)
    return _receipt_as(request, dossier)


def _receipt_as(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    wanted = request.GET.get("kho", "")
    extension = "docx" if request.GET.get("dang") == "docx" else "pdf"
    paper = wanted if wanted in _PAPERS else ""
    return _file(
        issuing.receipt(dossier, extension, paper=paper, **addresses(request)),
        f"{key_of(dossier)}.{extension}",
    )


# --- the register of a year ------------------------------------------------------------------------------------


class RegisterForm(forms.Form):
    """Which register, and as what."""

    desk = forms.ModelChoiceField(
        Agency.objects.none(), label="Bộ phận Một cửa", to_field_name="code", empty_label=None
    )
    year = forms.IntegerField(label="Năm", min_value=2018, max_value=2100)
    format = forms.ChoiceField(label="In thành", choices=list(printing_jobs.FORMATS.items()))
    volume = forms.IntegerField(label="Quyển số", min_value=1, max_value=9999, initial=1)

    def __init__(self, officer: Officer, data: QueryDict | None = None) -> None:
        given = {"desk": officer.agency_code, "year": clock.today().year, "format": "xlsx"}
        super().__init__(data, initial=given)
        desks = Agency.objects.filter(paths_where(officer, Right.SEE_DOSSIERS, field="path"), has_desk=True)
        cast("forms.ModelChoiceField[Agency]", self.fields["desk"]).queryset = desks.order_by("name_key")


@require_http_methods(["GET", "POST"])
@gate(Right.SEE_DOSSIERS)
def register_book(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The register of a desk and year, printed by the worker; what was asked for stands below with its progress."""
    form = RegisterForm(officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        job = printing_jobs.ask_for_register(
            given["desk"], given["year"], given["format"], given["volume"], actor=officer.actor
        )
        return redirect("staff:register-job", number=job.pk)
    context = {
        "form": form,
        "heading": "In sổ theo dõi hồ sơ",
        "lead": "Sổ của một Bộ phận Một cửa trong một năm, số thứ tự liên tục qua các quyển.",
        "submit_label": "In sổ",
        "cancel_url": reverse("staff:register"),
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


@require_GET
@gate(Right.SEE_DOSSIERS)
def register_job(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """How far the printing is; its file when it is done."""
    job = _own_job(officer, number)
    template = (
        "staff/parts/register_job.html" if request.headers.get("HX-Request") else "staff/register_job.html"
    )
    return show(request, officer, template, {"job": job, "status": status_of(job), "form": job.arguments})


@require_GET
@gate(Right.SEE_DOSSIERS)
def register_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The register that was printed: only for who asked for it."""
    job = _own_job(officer, number)
    if not job.result:
        raise NotFound
    name = str(job.result["name"])
    kind = _TYPES[name.rsplit(".", 1)[-1]]
    answer = FileResponse(
        open_blob(str(job.result["blob"])), as_attachment=True, filename=name, content_type=kind
    )
    return cast(HttpResponse, answer)  # streamed, but passed on like any answer


def _own_job(officer: Officer, number: int) -> Job:
    owner = f"{officer.actor.kind}:{officer.actor.id}"
    job = Job.objects.filter(pk=number, kind=printing_jobs.PRINT_REGISTER, owner=owner).first()
    if job is None:
        raise NotFound
    return job


def _offers(dossier: Dossier, issued: list[IssuedForm]) -> list[Offer]:
    known = {(row.kind, row.event): row for row in issued}
    signatures = signing.standing(issued)
    possible = forms_possible(dossier, time_line(dossier), rules_for(dossier))
    offers = []
    for kind, event in possible:
        number = event.number if event else 0
        row = known.get((kind.value, number))
        stands = signatures.get(row.pk, signing.Signatures()) if row else signing.Signatures()
        offers.append(Offer(kind, number, event, row, stands))
    return offers


def may_issue(officer: Officer, dossier: Dossier) -> bool:
    """Whoever receives, works on or decides about a dossier hands its forms out."""
    paths = (dossier.agency.path, dossier.desk.path)
    return any(officer.may(right, path) for right in _ISSUING for path in paths)


def addresses(request: HttpRequest) -> dict[str, str]:
    """What stands on the forms: where to look the dossier up, and where its satisfaction slip is filled in."""
    slip = request.build_absolute_uri(reverse("public:slip"))
    return {
        "look_up": request.build_absolute_uri(reverse("public:look-up")),
        "slip_at": f"{slip}?ma={{code}}&mau={{form}}",
    }


def _file(content: bytes, name: str) -> HttpResponse:
    extension = name.rsplit(".", 1)[-1]
    how = "inline" if extension == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=_TYPES[extension], headers=headers)


def _crumbs(dossier: Dossier, here: str) -> list[Crumb]:
    return [Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])), Crumb(here)]
