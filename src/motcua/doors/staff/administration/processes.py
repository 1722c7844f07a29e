"""Internal processes: the list with the lag to running electronically, one process drawn, drafting and approving."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalogue import approving
from motcua.catalogue.approving import BodyGiven, StepGiven
from motcua.catalogue.enums import Place, ProcessState, Role, Unit
from motcua.catalogue.models import InternalProcess, ProcessBody, ProcessStep
from motcua.catalogue.routes import standing
from motcua.catalogue.rules import lag_days
from motcua.doors.frame.components import Crumb, Tone
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.process_drawing import Drawn, Picture, picture
from motcua.doors.staff.administration.process_forms import (
    ApproveForm,
    BodyForm,
    NewForm,
    RunForm,
    StepForm,
    TotalForm,
)
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.worktime.words import limit_text

_RIGHTS = (Right.ADMINISTER, Right.STEER)
_TONES: dict[str, Tone] = {
    "Ví dụ tham khảo": "plain",
    "Dự thảo": "waiting",
    "Đã phê duyệt, chưa chạy điện tử": "soon",
    "Sẽ chạy điện tử": "running",
    "Đang chạy điện tử": "done",
    "Đã hết áp dụng": "stopped",
}


@require_safe
@gate(*_RIGHTS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Own processes first, then those for all and examples; each with its lag."""
    own: list[dict[str, Any]] = []
    common: list[dict[str, Any]] = []
    names = dict(_agencies(officer).values_list("code", "name"))
    for process in _visible(officer).select_related("version__procedure").order_by("key"):
        row = _row(process, names)
        (own if process.agency else common).append(row)
    lags = [row["lag"] for row in own if row["lag"] is not None]
    context = {
        "own": own,
        "common": common,
        "waiting": sum(row["standing"] == "Đã phê duyệt, chưa chạy điện tử" for row in own),
        "longest": max(lags, default=None),
    }
    return show(request, officer, "staff/administration/processes.html", context)


@require_safe
@gate(*_RIGHTS)
def one(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """One process drawn, with its bodies and steps, and what may be done with it."""
    process = _found(officer, key)
    names = dict(Agency.objects.filter(code=process.agency).values_list("code", "name"))
    bodies = list(ProcessBody.objects.filter(process=process))
    steps = list(ProcessStep.objects.filter(process=process).select_related("body"))
    draft = process.state == ProcessState.DRAFT.value
    mine = _may_change(officer, process)
    context = {
        "process": process,
        **_row(process, names),
        "bodies": [(body, _limit(body), _place(body)) for body in bodies],
        "steps": [(step, _limit(step)) for step in steps],
        "picture": _drawn(bodies, steps),
        "draft": draft and mine,
        "may_run": mine and process.state == ProcessState.APPROVED.value and not process.usable,
        "missing": approving.missing_for_approval(process) if draft else [],
        "crumbs": [Crumb("Quy trình nội bộ", reverse("staff:processes")), Crumb(process.key)],
    }
    return show(request, officer, "staff/administration/process.html", context)


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def new(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Begin a draft."""
    agencies = list(_agencies(officer).on(clock.today()).order_by("path"))
    known = list(_visible(officer).order_by("key"))
    made: list[str] = []

    def act(given: Cleaned) -> str:
        source = next((each for each in known if each.key == given["copied_from"]), None)
        process = approving.draft_process(
            actor=officer.actor, agency=given["agency"], name=given["name"], version=given["procedure"],
            copied_from=source,
        )  # fmt: skip
        made.append(process.key)
        return f"Đã lập dự thảo {process.key}."

    start = {"copied_from": request.GET.get("theo", ""), "agency": officer.agency_code}
    source = next((each for each in known if each.key == start["copied_from"]), None)
    if source is not None:
        start |= {"name": source.name, "procedure": source.version.procedure.code if source.version else ""}
    form = NewForm(request.POST or None, agencies=agencies, known=known, initial=start)
    answer = form_page(
        request, officer, form, act, heading="Soạn quy trình nội bộ", back=reverse("staff:processes"),
        submit="Lập dự thảo",
        lead="Dự thảo sửa được; phê duyệt bằng quyết định rồi mới đưa vào chạy.",
    )  # fmt: skip
    return redirect("staff:process", key=made[0]) if made else answer


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def total(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Name and total of a draft."""
    process = _own(officer, key)

    def act(given: Cleaned) -> str:
        approving.set_total(
            process, actor=officer.actor, name=given["name"], total=given["total"], unit=given["unit"]
        )
        return "Đã lưu."

    start = {"name": process.name, "total": process.total, "unit": process.unit}
    return _page(
        request, officer, process, TotalForm(request.POST or None, initial=start), act, "Tên, tổng thời gian"
    )


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def body(request: HttpRequest, officer: Officer, key: str, order: int) -> HttpResponse:
    """Add (0) or change a body of a draft."""
    process = _own(officer, key)
    row = _row_of(ProcessBody.objects.filter(process=process), order)

    def act(given: Cleaned) -> str:
        wanted = BodyGiven(**{**given, "place": Place(given["place"])})
        approving.put_body(process, wanted, actor=officer.actor, order=order or None)
        return "Đã lưu cơ quan."

    fields = ("name", "place", "agency", "task", "stage", "duration", "unit", "result", "lead", "holds")
    start = {name: getattr(row, name) for name in fields} if row else {"stage": 1, "holds": True}
    form = BodyForm(request.POST or None, agencies=_all_agencies(process), initial=start)
    return _page(request, officer, process, form, act, "Sửa cơ quan" if row else "Thêm cơ quan")


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def step(request: HttpRequest, officer: Officer, key: str, order: int) -> HttpResponse:
    """Add (0) or change a step of a draft."""
    process = _own(officer, key)
    row = _row_of(ProcessStep.objects.filter(process=process).select_related("body"), order)

    def act(given: Cleaned) -> str:
        wanted = StepGiven(**{**given, "role": Role(given["role"])})
        approving.put_step(process, wanted, actor=officer.actor, order=order or None)
        return "Đã lưu bước."

    fields = ("label", "name", "performer", "role", "duration", "unit", "result", "branch")
    start: dict[str, Any] = {name: getattr(row, name) for name in fields} if row else {}
    if row is not None and row.body is not None:
        start["body"] = row.body.order
    form = StepForm(
        request.POST or None, bodies=list(ProcessBody.objects.filter(process=process)), initial=start
    )
    return _page(request, officer, process, form, act, "Sửa bước" if row else "Thêm bước")


@require_POST
@gate(*_RIGHTS)
def drop(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Take a body or a step out of a draft, or throw the whole draft away."""
    process = _own(officer, key)
    what, sent = request.POST.get("what", ""), request.POST.get("order", "")
    order = int(sent) if sent.isdecimal() and len(sent) < 5 else 0
    if what == "body":
        approving.drop_body(process, order, actor=officer.actor)
    elif what == "step":
        approving.drop_step(process, order, actor=officer.actor)
    elif what == "draft":
        approving.discard(process, actor=officer.actor)
        done(request, f"Đã bỏ dự thảo {key}.")
        return redirect("staff:processes")
    else:
        raise NotFound
    done(request, "Đã bỏ.")
    return redirect("staff:process", key=key)


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def approve(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Approve a draft by decision."""
    process = _own(officer, key)

    def act(given: Cleaned) -> str:
        approving.approve(process, actor=officer.actor, **given)
        return f"Đã ghi quyết định phê duyệt {given['decision']}. Còn phải đưa vào chạy điện tử."

    start = {"approved_on": clock.today(), "valid_from": clock.today()}
    form = ApproveForm(request.POST or None, initial=start)
    return _page(
        request, officer, process, form, act, "Phê duyệt quy trình", submit="Ghi quyết định phê duyệt"
    )


@require_http_methods(["GET", "POST"])
@gate(*_RIGHTS)
def run(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Let an approved process run electronically from a day on."""
    process = _own(officer, key)

    def act(given: Cleaned) -> str:
        approving.run_electronically(process, given["first_day"], actor=officer.actor)
        return f"Hồ sơ tiếp nhận từ {given['first_day']:%d/%m/%Y} chạy theo quy trình này."

    form = RunForm(request.POST or None)
    return _page(request, officer, process, form, act, "Đưa vào chạy điện tử", submit="Chạy từ ngày này")


def _page(
    request: HttpRequest,
    officer: Officer,
    process: InternalProcess,
    form: forms.Form,
    act: Callable[[Cleaned], str],
    heading: str,
    *,
    submit: str = "Lưu",
) -> HttpResponse:
    back = reverse("staff:process", args=[process.key])
    return form_page(
        request,
        officer,
        form,
        act,
        heading=heading,
        lead=f"{process.key} {process.name}",
        back=back,
        submit=submit,
    )


def _agencies(officer: Officer) -> Any:
    wanted = Q(pk__in=[])
    for right in _RIGHTS:
        wanted |= paths_where(officer, right, field="path")
    return Agency.objects.filter(wanted)


def _visible(officer: Officer) -> QuerySet[InternalProcess]:
    codes = _agencies(officer).values("code")
    return InternalProcess.objects.filter(Q(agency="") | Q(agency__in=codes))


def _found(officer: Officer, key: str) -> InternalProcess:
    process = _visible(officer).select_related("version__procedure").filter(key=key).first()
    if process is None:
        raise NotFound
    return process


def _own(officer: Officer, key: str) -> InternalProcess:
    """A process of an agency the officer keeps; those for all are changed by nobody here."""
    process = _found(officer, key)
    if not _may_change(officer, process):
        raise NotFound
    return process


def _may_change(officer: Officer, process: InternalProcess) -> bool:
    if not process.agency:
        return False
    path = Agency.objects.filter(code=process.agency).values_list("path", flat=True).first()
    return path is not None and any(officer.may(right, path) for right in _RIGHTS)


def _row_of(rows: QuerySet[Any], order: int) -> Any:
    row = rows.filter(order=order).first() if order else None
    if order and row is None:
        raise NotFound
    return row


def _all_agencies(process: InternalProcess) -> list[Agency]:
    """Agencies of the same province that exist today, and those that a draft already names."""
    named = ProcessBody.objects.filter(process=process).values_list("agency", flat=True)
    top = process.agency.split(".")[0]
    return list(
        Agency.objects.filter(Q(valid_to=None) & Q(path__startswith=f"{top}") | Q(code__in=list(named)))
        .order_by("level", "name_key")
    )  # fmt: skip


def _row(process: InternalProcess, names: dict[str, str]) -> dict[str, Any]:
    today = clock.today()
    words = standing(process, today)
    return {
        "process": process,
        "agency": names.get(process.agency, process.agency),
        "standing": words,
        "tone": _TONES.get(words, "plain"),
        "lag": lag_days(process.approved_on, process.electronic_since, today),
    }


def _limit(row: ProcessBody | ProcessStep) -> str:
    if row.duration is None or not row.unit:
        return "chưa ghi"
    return limit_text(float(row.duration), Unit(row.unit).label) + (" (giả định)" if row.assumed else "")


def _place(body: ProcessBody) -> str:
    return body.agency if body.place == Place.NAMED.value else Place(body.place).label


def _drawn(bodies: list[ProcessBody], steps: list[ProcessStep]) -> Picture | None:
    if bodies:
        return picture(
            [Drawn(body.stage, body.name, _limit(body), body.lead, not body.holds) for body in bodies]
        )
    return picture([Drawn(each.order, each.performer, _limit(each)) for each in steps if not each.branch])
