"""A scanned or very long plan read in the background: asked for, followed, and found again at its review."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.blobs.models import Blob
from motcua.blobs.store import put, read_blob
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.jobs.models import Job
from motcua.jobs.queries import status_of
from motcua.jobs.queue import Arguments, GiveUp, Report, Result, enqueue
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import officer_from
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.plans import access, actions
from motcua.plans.models import Plan

KIND = "staff.read_plan"


def ask(officer: Officer, agency: Agency, data: bytes, name: str) -> Job:
    """Keep the file and have it read; Refused for a file that is a plan already or that cannot be kept."""
    blob = put(data, declared_name=name)
    actions.must_be_new(agency, blob)
    arguments = {"agency": agency.pk, "blob": blob.pk, "name": name[:255], "staff": officer.staff_id}
    key = f"{KIND}:{agency.pk}:{blob.pk}"
    return enqueue(KIND, arguments, owner=_owner(officer), agency=agency.code, unique_key=key, max_attempts=2)


def read_later(arguments: Arguments, report: Report) -> Result:
    """Read it with the rights of who asked, as they are now. Asked twice it is one plan."""
    staff = Staff.objects.select_related("agency").filter(pk=arguments["staff"]).first()
    officer = officer_from(staff, clock.today()) if staff else None
    agency = Agency.objects.filter(pk=arguments["agency"]).first()
    if officer is None or agency is None or not officer.may(Right.STEER, agency.path):
        raise GiveUp("Người nhập không còn quyền nhập kế hoạch của cơ quan này.")
    blob = Blob.objects.get(pk=arguments["blob"])
    before = Plan.objects.filter(agency=agency, source=blob).first()
    if before is not None:
        return {"plan": before.pk}
    report(0, 1, "Đang đọc văn bản")
    try:
        plan = actions.import_document(
            agency, data=read_blob(blob.sha256), name=arguments["name"], actor=officer.actor,
            told=lambda done, of: report(done, of, f"Đang nhận dạng chữ, trang {done + 1} trong {of} trang quét"),
        )  # fmt: skip
    except Refused as refused:
        raise GiveUp(refused.message) from refused
    return {"plan": plan.pk}


@require_GET
@gate(Right.STEER)
def progress(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """How far one's own scan has come; at its end the review, or why it could not be read."""
    job = Job.objects.filter(pk=number, owner=_owner(officer), kind=KIND).first()
    if job is None:
        raise NotFound
    status = status_of(job)
    made = access.plans_for(officer).filter(pk=int((job.result or {}).get("plan") or 0)).first()
    if made is not None:
        review = reverse("staff:plan-review", args=[made.pk])
        return (
            HttpResponse(headers={"HX-Redirect": review})
            if request.headers.get("HX-Request")
            else redirect(review)
        )
    context = {"job": job, "status": status}
    if request.headers.get("HX-Request") and not status.ended:
        return show(request, officer, "staff/steering/plan_reading_part.html", context)
    shown = show(request, officer, "staff/steering/plan_reading.html", context)
    if request.headers.get("HX-Request"):
        shown["HX-Refresh"] = "true"
    return shown


def _owner(officer: Officer) -> str:
    return f"staff:{officer.staff_id}"
