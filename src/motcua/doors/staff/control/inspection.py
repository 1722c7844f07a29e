"""One inspection: its team and days, draws, checklist, findings, conclusion, remedies; the next step first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.control.inspections import PAGE
from motcua.doors.staff.control.showing import (
    Do,
    Line,
    Sheet,
    Table,
    day_words,
    sheet,
    span,
    word_file,
)  # fmt: skip
from motcua.doors.staff.gates import done, gate
from motcua.inspections import access, concluding
from motcua.inspections.checklists import checklist_of
from motcua.inspections.enums import (
    Answered,
    CheckForm,
    CheckState,
    CheckWay,
    DrawOf,
    FindingKind,
    Measure,
    TeamRole,
    ViolationState,
)
from motcua.inspections.inspection_models import (
    ChecklistAnswer,
    Draw,
    Finding,
    Inspection,
    Remedy,
    TeamMember,
)
from motcua.inspections.report import decision_paper, minutes_paper, report_paper, unit_report_by
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

ONE = "staff:inspection"


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Everything about one inspection."""
    row = access.inspection_for(officer, number)
    leads = officer.may(Right.STEER, row.agency.path)
    team = list(TeamMember.objects.filter(inspection=row))
    remedies = list(Remedy.objects.filter(inspection=row))
    of = Sheet(
        row.title,
        lead=f"{_where(row)} · {span(row.first_day, row.last_day)}",
        do=_next(row, remedies) if leads else (),
        notes=_notes(row),
        tables=[
            _draws(row), _checklist(row, leads), _findings(row, leads), _remedies(row, remedies),
            Table("Đoàn kiểm tra", ("Họ và tên", "Chức vụ", "Nhiệm vụ"),
                  [Line((each.name, each.title or "–", TeamRole(each.role).label)) for each in team]),
        ],
        crumbs=crumbs_of(row),
    )  # fmt: skip
    more: dict[str, Any] = {"row": row, "facts": _facts(row), "leads": leads, "may_drop": _may_drop(row)}
    return sheet(request, officer, of, template="staff/control/inspection.html", **more)


def _facts(row: Inspection) -> list[tuple[str, Any]]:
    return [
        ("Tình trạng", status_tag(row.status.label, row.status.tone)),
        ("Cơ quan kiểm tra", row.agency.name),
        ("Hình thức", "Tổ kiểm tra đặc biệt, đột xuất" if row.special else CheckForm(row.form).label),
        ("Cách thức", CheckWay(row.way).label),
        ("Kế hoạch", row.plan.title if row.plan else "Không thuộc kế hoạch nào"),
        ("Quyết định", f"{row.decision}, {day_words(row.decided_on)}" if row.decision else "chưa có"),
        ("Thông báo cho đơn vị", _told(row)),
        ("Đơn vị gửi báo cáo cho đoàn", f"trước hết ngày {day_words(by)}" if (by := unit_report_by(row)) else ""),
        ("Kết luận", f"{row.conclusion}, {day_words(row.concluded_on)}" if row.conclusion
         else f"trước hết ngày {day_words(row.conclude_by)}" if row.conclude_by else ""),
        ("Báo cáo khắc phục", f"trước hết ngày {day_words(row.follow_up_by)}" if row.follow_up_by else ""),
        ("Kết quả đạt được", linebreaksbr(row.achieved)), ("Tồn tại, hạn chế", linebreaksbr(row.lacking)),
        ("Nguyên nhân", linebreaksbr(row.causes)), ("Đề xuất, kiến nghị", linebreaksbr(row.proposals)),
    ]  # fmt: skip


def _told(row: Inspection) -> str:
    if row.notified_on:
        return day_words(row.notified_on)
    if row.decision and row.notify_by is None:
        return "không phải báo trước"
    return f"trước hết ngày {day_words(row.notify_by)}" if row.notify_by else ""


def _next(row: Inspection, remedies: list[Remedy]) -> tuple[Do, ...]:
    """The next step as the main button, other things beside it."""

    def to(name: str, label: str, *, main: bool = False) -> Do:
        return Do(label, reverse(f"staff:inspection-{name}", args=[row.pk]), main=main)

    match row.status:
        case CheckState.PREPARED:
            return (
                to("change", "Sửa"), to("paper", "Dự thảo quyết định"), to("decide", "Ghi quyết định", main=True),
            )  # fmt: skip
        case CheckState.DECIDED:
            told = () if row.notified_on or row.notify_by is None else (to("notify", "Ghi đã thông báo"),)
            ready = clock.today() >= row.last_day and not concluding.unanswered(row)
            return (
                *told, to("paper", "Biên bản (Word)"), to("draw", "Rút ngẫu nhiên"), to("find", "Ghi phát hiện"),
                to("checklist", "Bảng kiểm", main=not ready), to("conclude", "Kết luận", main=ready),
            )  # fmt: skip
        case CheckState.CONCLUDED:
            close = () if any(each.closed_at is None for each in remedies) else (to("close", "Khép lại"),)
            return (to("paper", "Báo cáo (Word)", main=True), *close)
        case CheckState.CLOSED:
            return (to("paper", "Báo cáo (Word)"),)
    return ()


def _may_drop(row: Inspection) -> bool:
    return row.status in (CheckState.PREPARED, CheckState.DECIDED)


def _notes(row: Inspection) -> list[str]:
    today, notes = clock.today(), []
    if row.status is CheckState.DECIDED:
        if row.notify_by and row.notified_on is None and today > row.notify_by:
            notes.append(f"Chưa thông báo cho đơn vị; hạn {day_words(row.notify_by)}.")
        if row.notify_by and row.notified_on and row.notified_on > row.notify_by:
            notes.append(f"Đã thông báo muộn: {day_words(row.notified_on)}, hạn {day_words(row.notify_by)}.")
        if row.conclude_by and today > row.conclude_by:
            notes.append(f"Chưa kết luận; hạn {day_words(row.conclude_by)}.")
    return notes


def _draws(row: Inspection) -> Table:
    lines = [
        Line(
            (DrawOf(each.of).label, f"{len(each.drawn)} trong {each.size}", span(each.first_day, each.last_day) or "–",
             each.seed, day_words(clock.local_day(each.drawn_at))),
            (Do("Xem, rút lại để đối chiếu", reverse("staff:inspection-drawn", args=[each.pk]), about=f"lần {n}"),),
        )
        for n, each in enumerate(Draw.objects.filter(inspection=row).defer("frame").order_by("pk"), start=1)
    ]  # fmt: skip
    return Table("Rút ngẫu nhiên", ("Rút", "Số lượng", "Thời gian tiếp nhận", "Số gieo", "Ngày rút"), lines,
                 "Chưa rút hồ sơ ngẫu nhiên.")  # fmt: skip


def _checklist(row: Inspection, leads: bool) -> Table:
    found = set(Finding.objects.filter(inspection=row).values_list("item", flat=True))
    writes = leads and row.status is CheckState.DECIDED
    given = {each.item: each for each in ChecklistAnswer.objects.filter(inspection=row)}
    tones = {Answered.MET: "done", Answered.NOT_MET: "late", Answered.NOT_HERE: "plain"}
    of = checklist_of(row)
    lines = []
    for item in of.items:
        said = given.get(item.code)
        tag = (
            status_tag(Answered(said.answer).label, tones[Answered(said.answer)])
            if said
            else status_tag("Chưa ghi", "waiting")
        )
        lacking = writes and said and said.answer == Answered.NOT_MET.value and item.code not in found
        at = f"{reverse('staff:inspection-find', args=[row.pk])}?muc={item.code}"
        do = (Do("Ghi phát hiện", at, about=f"mục {item.code}"),) if lacking else ()
        lines.append(Line((f"{item.code}. {item.text}", item.group, tag, said.note if said else ""), do))
    fill = (Do("Ghi bảng kiểm", reverse("staff:inspection-checklist", args=[row.pk])),)
    return Table(
        of.name, ("Nội dung", "Nhóm", "Kết quả", "Ghi chú"), lines, note=f"Nguồn: {of.source}.",
        do=fill if writes else (),
    )  # fmt: skip


def _findings(row: Inspection, leads: bool) -> Table:
    lines = []
    rows = Finding.objects.filter(inspection=row).select_related("dossier", "violation")
    for each in rows:
        do = []
        if each.dossier:
            do.append(
                Do("Hồ sơ", reverse("staff:dossier", args=[each.dossier.code]), about=str(each.dossier.code))
            )
        if each.violation_id:
            do.append(Do("Sổ vi phạm", reverse("staff:violation", args=[each.violation_id])))
        elif leads and each.of_kind is FindingKind.VIOLATION:
            do.append(Do("Ghi vào sổ vi phạm", reverse("staff:inspection-violation", args=[each.pk])))
        code = each.dossier.code if each.dossier else "–"
        cells = (each.words, each.of_kind.label, each.item or "–", code, _handled(each))
        lines.append(Line(cells, tuple(do)))
    heads = ("Nội dung", "Loại", "Mục", "Hồ sơ", "Xử lý vi phạm")
    return Table("Phát hiện", heads, lines, "Chưa ghi phát hiện nào.")


def _handled(each: Finding) -> Any:
    """What became of a sign of violation: the measure of the register, or how it stands there."""
    if each.violation is None:
        return status_tag("Chưa ghi sổ", "waiting") if each.of_kind is FindingKind.VIOLATION else "–"
    if each.violation.status is ViolationState.HANDLED:
        measure = Measure(each.violation.measure).label
        return status_tag(f"{measure}, {day_words(each.violation.measure_on)}", "done")
    if each.violation.status is ViolationState.DISMISSED:
        return status_tag("Không phải vi phạm", "stopped")
    late = each.violation.due_on < clock.today()
    return status_tag(f"Trong sổ, hạn {day_words(each.violation.due_on)}", "late" if late else "running")


def _remedies(row: Inspection, remedies: list[Remedy]) -> Table:
    lines = [
        Line(
            (each.words, day_words(each.due_on), remedy_tag(row, each), each.answer or each.sent_back or "–"),
            (Do("Mở", reverse("staff:inspection-remedy", args=[each.pk]), about=each.words[:60]),),
        )
        for each in remedies
    ]
    return Table(
        "Kiến nghị", ("Nội dung", "Hạn", "Tình trạng", "Kết quả thực hiện"), lines, "Chưa có kiến nghị nào."
    )


def remedy_tag(row: Inspection, each: Remedy) -> Any:
    """How a remedy stands today."""
    if each.closed_at:
        return status_tag("Đã khép lại", "done")
    if each.answered_at:
        return status_tag("Chờ xem xét", "waiting")
    if row.status is not CheckState.CONCLUDED:
        return status_tag("Chờ kết luận", "plain")
    return (
        status_tag("Quá hạn", "late")
        if each.due_on < clock.today()
        else status_tag("Đang thực hiện", "running")
    )


def _where(row: Inspection) -> str:
    return f"{row.unit}, {row.target.name}" if row.unit else row.target.name


def crumbs_of(row: Inspection, *more: str) -> list[Crumb]:
    home = Crumb("Kiểm tra", f"{reverse(PAGE)}?co-quan={row.agency.code}&nam={row.first_day.year}")
    if not more:
        return [home, Crumb(row.title)]
    return [home, Crumb(row.title, reverse(ONE, args=[row.pk])), *(Crumb(each) for each in more)]


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def paper(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision before it is made, the minutes while it runs, the report once it is concluded; as a Word file."""
    row = (
        access.inspections_for(officer)
        .filter(pk=number)
        .select_related("agency__parent", "target", "plan")
        .first()
    )
    if row is None:
        raise NotFound
    team = list(TeamMember.objects.filter(inspection=row))
    if row.status in (CheckState.PREPARED, CheckState.DROPPED):
        return word_file(decision_paper(row, team), f"quyet-dinh-kiem-tra-{row.pk}")
    answers = list(ChecklistAnswer.objects.filter(inspection=row))
    findings = list(Finding.objects.filter(inspection=row).select_related("dossier"))
    draws = list(Draw.objects.filter(inspection=row).defer("frame"))
    if row.concluded_on is None:
        return word_file(minutes_paper(row, team, answers, findings, draws), f"bien-ban-kiem-tra-{row.pk}")
    of = report_paper(row, team, answers, findings, list(Remedy.objects.filter(inspection=row)), draws)
    return word_file(of, f"bao-cao-kiem-tra-{row.pk}")


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER, Right.SIGN_OFF)
def remedy(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One remedy: asked, answered, judged."""
    each = access.remedy_for(officer, number)
    row = each.inspection
    running = row.status is CheckState.CONCLUDED and each.closed_at is None
    context: dict[str, Any] = {
        "each": each, "row": row, "tag": remedy_tag(row, each),
        "may_answer": running and access.may_answer(officer, row),
        "may_judge": running and each.answered_at is not None and officer.may(Right.STEER, row.agency.path),
    }  # fmt: skip
    of = Sheet("Kiến nghị", lead=row.title, crumbs=crumbs_of(row, "Kiến nghị"))
    return sheet(request, officer, of, template="staff/control/remedy.html", **context)


@require_POST
@gate(Right.STEER, Right.SIGN_OFF)
def remedy_act(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Answer, accept or send back."""
    each = access.remedy_for(officer, number)
    words = request.POST.get("words", "")
    if request.POST.get("what") == "answer":
        if not access.may_answer(officer, each.inspection):
            raise NotFound
        concluding.answer_remedy(each.pk, answer=words, actor=officer.actor)
        done(request, "Đã báo cáo kết quả thực hiện.")
    else:
        if not officer.may(Right.STEER, each.inspection.agency.path):
            raise NotFound
        accepted = request.POST.get("what") == "accept"
        concluding.judge_remedy(each.pk, accepted=accepted, words=words, actor=officer.actor)
        done(request, "Đã khép lại kiến nghị." if accepted else "Đã trả lại kèm điều còn thiếu.")
    return redirect("staff:inspection-remedy", number=each.pk)
