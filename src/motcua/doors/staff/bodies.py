"""Pages of dossiers that several bodies work on: what waits where, the course of one dossier, acts on its bodies."""

from datetime import date
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb, Summary, Tone
from motcua.doors.staff.body_forms import ACTS, BodyAct, BodyForm, form_for, may_do, offered
from motcua.doors.staff.due_words import key_of, tone_of
from motcua.doors.staff.gates import act_key_of, done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.shown import note_shown
from motcua.dossiers.access import dossier_for, dossier_of_part_for, dossiers_for, parts_for
from motcua.dossiers.bodies import Direction, Part, PartState, Transfer
from motcua.dossiers.courses import (
    CourseLeg,
    carried_electronically,
    course_of,
    steps_of_part,
    transfers_between,
)
from motcua.dossiers.enums import OPEN_STATES, Timeliness, standing
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.queries import lateness_now, papers_of, steps_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rule
from motcua.storehouse.care_enums import Purpose

_SHOWN = 50
_SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg")
_WORD_OF = {Timeliness.EARLY: "trước hạn", Timeliness.ON_TIME: "đúng hạn", Timeliness.LATE: "quá hạn"}
_TONES: dict[PartState, Tone] = {
    PartState.PLANNED: "plain",
    PartState.SENT: "waiting",
    PartState.TAKEN: "running",
    PartState.SENT_BACK: "soon",
    PartState.ANSWERED: "done",
    PartState.DROPPED: "stopped",
}
_LISTS = (("nhan", "Chờ nhận"), ("lam", "Đang làm"), ("gui", "Đã gửi đi"))


@require_GET
@gate(Right.SEE_DOSSIERS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits to be received, what is worked on, what was sent to others and is not back."""
    lists = _lists(officer)
    wanted = request.GET.get("ds", "")
    counts = {name: rows.count() for name, rows in lists.items()}
    if wanted not in lists:
        wanted = next((name for name, _ in _LISTS if counts[name]), "nhan")
    page = Paginator(lists[wanted], _SHOWN).get_page(request.GET.get("page"))
    tabs = [
        {"label": f"{label} ({counts[name]})", "url": f"?ds={name}", "current": name == wanted}
        for name, label in _LISTS
    ]
    context = {
        "tabs": tabs,
        "page": page,
        "rows": [_row(part) for part in page],
        "which": wanted,
        "cards": _cards(officer, lists),
    }
    return show(request, officer, "staff/bodies/overview.html", context)


@require_GET
@gate(Right.SEE_DOSSIERS)
def course(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The bodies of one dossier on one slip; for a body that takes part, its own task with the papers for it."""
    dossier, inside = _visible(officer, key)
    return show(request, officer, "staff/bodies/course.html", _context(officer, dossier, inside=inside))


@require_http_methods(["GET", "POST"])
@gate(Right.SEE_DOSSIERS)
def act(request: HttpRequest, officer: Officer, key: str, name: str) -> HttpResponse:
    """One act on the bodies; the number of the part is in the address."""
    wanted = ACTS.get(name)
    if wanted is None:
        raise NotFound
    dossier, _ = _visible(officer, key)
    part = _part_of(request, dossier, wanted)
    if not may_do(officer, wanted, dossier, part):
        raise NotFound
    if request.method == "GET":
        return _act_page(request, officer, dossier, wanted, form_for(wanted, dossier, part))
    form = form_for(wanted, dossier, part, request.POST, request.FILES)
    if not form.is_valid():
        return _act_page(request, officer, dossier, wanted, form, status=422)
    sent = request.POST.get("seen_version", "")
    try:
        form.perform(
            actor=officer.actor, seen=int(sent) if sent.isdecimal() else None, act_key=act_key_of(request)
        )
    except Overtaken as overtaken:
        return _act_page(request, officer, dossier, wanted, form, status=409, overtaken=overtaken.message)
    except NotFound:
        raise
    except Refused as refused:
        form.refuse(refused)
        return _act_page(request, officer, dossier, wanted, form, status=422)
    done(request, f"Đã ghi: {wanted.label.lower()}.")
    return _back(officer, dossier)


@require_GET
@gate(Right.SEE_DOSSIERS)
def paper(request: HttpRequest, officer: Officer, key: str, number: int) -> HttpResponse:
    """The file of a paper, for the bodies that take part while they do."""
    dossier, own = _visible(officer, key)
    row = DossierPaper.objects.filter(dossier=dossier, pk=number).select_related("paper__blob").first()
    if row is None or row.paper.blob is None:
        raise NotFound
    blob = row.paper.blob
    content = open_blob(blob.sha256)
    row.dossier = dossier
    note_shown(row, officer, None if own else Purpose.COORDINATE)
    answer = FileResponse(
        content,
        as_attachment=blob.mime not in _SHOWN_INLINE,
        filename=f"{key_of(dossier)}-{row.pk}.{blob.mime.rsplit('/', 1)[-1][:12]}",
        content_type=blob.mime,
    )
    return cast(HttpResponse, answer)


def _visible(officer: Officer, key: str) -> tuple[Dossier, bool]:
    """The dossier, and whether the officer sees it as one of the settling (or receiving) agency's."""
    try:
        return dossier_for(officer, key, Right.SEE_DOSSIERS), True
    except NotFound:
        return dossier_of_part_for(officer, key)[0], False


def _back(officer: Officer, dossier: Dossier) -> HttpResponse:
    """Back to the course; to the list when the officer's part in it has ended with the act."""
    try:
        _visible(officer, key_of(dossier))
    except NotFound:
        return redirect("staff:bodies")
    return redirect("staff:course", key=key_of(dossier))


def _part_of(request: HttpRequest, dossier: Dossier, wanted: BodyAct) -> Part | None:
    if not wanted.about_part:
        return None
    sent = request.GET.get("phan", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 5 else 0
    part = Part.objects.filter(dossier=dossier, number=number).select_related("agency", "holder").first()
    if part is None:
        raise NotFound
    return part


def _context(officer: Officer, dossier: Dossier, *, inside: bool) -> dict[str, Any]:
    now = clock.now()
    whole = course_of(dossier, now)
    parts = list(Part.objects.filter(dossier=dossier).select_related("agency", "holder").order_by("number"))
    mine = [part for part in parts if _takes_part(officer, part)]
    late = frozenset(leg.number for leg in whole.legs if leg.timeliness is Timeliness.LATE)
    waiting = frozenset(_awaited(dossier))
    acts = list(offered(officer, dossier, parts, late, waiting))
    if not whole.begun and not inside:
        acts = []
    main = next((each for each in acts if each.act.name in ("nhan", "xong", "nhan-ban-giay", "chuyen")), None)
    return {
        "dossier": dossier,
        "key": key_of(dossier),
        "dossier_late": lateness_now(dossier, now) is Timeliness.LATE,
        "inside": inside,
        "course": whole,
        "rows": [_slip_row(leg) for leg in whole.legs],
        "main": main,
        "others": [each for each in acts if each is not main],
        "mine": mine,
        "steps": [
            *([(dossier.agency.name, list(steps_of(dossier)))] if inside else []),
            *((part.body, list(steps_of_part(part))) for part in mine),
        ],
        "papers": list(papers_of(dossier)),
        "tone": tone_of(dossier),
        "standing": standing(dossier.status, dossier.outcome),
        "form_rule": _form(dossier),
        "facts": _facts(dossier),
        "crumbs": _crumbs(dossier, inside=inside),
    }


def _takes_part(officer: Officer, part: Part) -> bool:
    return part.agency is not None and officer.may(Right.SEE_DOSSIERS, part.agency.path) and not part.lead


def _awaited(dossier: Dossier) -> list[int]:
    rows = Transfer.objects.filter(dossier=dossier, direction=Direction.BACK.value, received_at=None)
    return list(rows.values_list("part__number", flat=True))


def _slip_row(leg: CourseLeg) -> dict[str, Any]:
    ended = leg.finished_at is not None
    word = _WORD_OF[leg.timeliness] if leg.timeliness and (ended or leg.timeliness is Timeliness.LATE) else ""
    tone = "late" if leg.timeliness is Timeliness.LATE else "done"
    return {"leg": leg, "word": word, "word_tone": tone, "tone": _TONES[leg.state]}


def _form(dossier: Dossier) -> dict[str, Any] | None:
    """Number and title of the control slip in force on the day of receipt (Mẫu 05 of 2018, 06 of 2025)."""
    if dossier.received_on is None:
        return None
    try:
        form: dict[str, Any] = rule("form.control_slip", on=dossier.received_on, scopes=dossier.agency.chain)
    except Refused:
        return None
    return form


def _facts(dossier: Dossier) -> list[tuple[str, Any]]:
    return [
        ("Thủ tục", dossier.version.name),
        ("Cơ quan giải quyết", dossier.agency.name),
        ("Người nộp", dossier.applicant_name),
        ("Nội dung", dossier.subject),
        (
            "Tiếp nhận",
            clock.local(dossier.received_at).strftime("%H:%M %d/%m/%Y") if dossier.received_at else "",
        ),
    ]


def _crumbs(dossier: Dossier, *, inside: bool) -> list[Crumb]:
    way = [Crumb("Hôm nay", reverse("staff:home")), Crumb("Liên thông", reverse("staff:bodies"))]
    if inside:
        way.append(Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])))
    return [*way, Crumb("Cơ quan tham gia")]


def _act_page(
    request: HttpRequest,
    officer: Officer,
    dossier: Dossier,
    wanted: BodyAct,
    form: BodyForm,
    *,
    status: int = 200,
    overtaken: str = "",
) -> HttpResponse:
    context = {
        "dossier": dossier, "key": key_of(dossier), "act": wanted, "form": form, "overtaken": overtaken,
    }  # fmt: skip
    return show(request, officer, "staff/bodies/act.html", context, status=status)


def _lists(officer: Officer) -> dict[str, QuerySet[Part]]:
    """By name: sent to us and not taken, taken by us, sent by us and not back; the most urgent first."""
    ours = parts_for(officer, Right.SEE_DOSSIERS).select_related("dossier__procedure", "agency", "holder")
    theirs = (
        Part.objects.filter(
            dossier__in=dossiers_for(officer, Right.SEE_DOSSIERS).order_by().values("pk"),
            state__in=[PartState.SENT.value, PartState.TAKEN.value, PartState.SENT_BACK.value],
        )
        .filter(Q(dossier__state__in=sorted(OPEN_STATES)) | Q(holds=False))
        .exclude(agency=F("dossier__agency"))
        .select_related("dossier__procedure", "dossier__agency", "agency", "holder")
        .annotate(silent=Exists(_silent().filter(part=OuterRef("pk"))))
    )
    return {
        "nhan": ours.filter(state=PartState.SENT.value).order_by("due_at", "pk"),
        "lam": ours.filter(state=PartState.TAKEN.value).order_by("due_at", "pk"),
        "gui": theirs.order_by("due_at", "pk"),
    }


def _silent() -> QuerySet[Transfer]:
    """Hand-overs that should have been acknowledged by now."""
    return Transfer.objects.filter(
        received_at=None, refused_at=None, receive_by__lt=clock.now(), dossier__state__in=sorted(OPEN_STATES)
    )


def _row(part: Part) -> dict[str, Any]:
    now = clock.now()
    late = part.due_at is not None and part.due_at < now and part.status is not PartState.ANSWERED
    return {
        "part": part,
        "key": key_of(part.dossier),
        "tone": _TONES[part.status],
        "late": late,
        "silent": getattr(part, "silent", False),
    }


def _cards(officer: Officer, lists: dict[str, QuerySet[Part]]) -> list[Summary]:
    today = clock.today()
    first = date(today.year, 1, 1)
    mine = dossiers_for(officer, Right.SEE_DOSSIERS)
    agencies = Agency.objects.filter(paths_where(officer, Right.SEE_DOSSIERS, field="path"))
    share = carried_electronically(mine, first, today)
    ways = transfers_between(agencies, first, today)
    aim = rule("bodies.electronic_percent", on=today, scopes=(officer.agency_code,))
    silent = _silent().filter(from_agency__in=agencies.values("pk")).count()
    late = lists["gui"].filter(due_at__lt=clock.now()).count()
    percent = share.percent
    return [
        Summary(
            f"Luân chuyển hoàn toàn điện tử năm {today.year}",
            None if percent is None else f"{percent:.1f} %".replace(".", ","),
            note=f"{share.electronic} / {share.carried} hồ sơ xong; mục tiêu {aim} %",
            tone="plain" if percent is None else "done" if percent >= aim else "soon",
        ),
        Summary("Lần chuyển giữa các cơ quan", ways.sent, note=f"{ways.electronic} lần bằng điện tử"),
        Summary("Gửi đi mà chưa ai nhận", silent, url="?ds=gui", tone="late" if silent else "plain"),
        Summary("Cơ quan khác đang quá hạn", late, url="?ds=gui", tone="late" if late else "plain"),
    ]
