"""One file that came in, and one paper cut from it: its pages beside what they say."""

import json
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.forms import ConfirmForm, SplitForm
from motcua.doors.staff.papers.queue import TONES, pages_text
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.storehouse import access, digitising
from motcua.storehouse.care_enums import Purpose
from motcua.storehouse.enums import ScannedState, ScanSource, ScanState
from motcua.storehouse.fields import LABELS
from motcua.storehouse.models import Scan, ScannedPaper
from motcua.storehouse.previews import page_picture
from motcua.storehouse.reading import note_reading

_FORM_FIELD = {"name": "owner_name", "identity": "owner_identity"}


@require_http_methods(["GET", "POST"])
@gate(*access.DIGITISES)
def scan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A file: what was done with it, its papers, and how it may be divided anew."""
    one = access.scan_for(officer, number)
    form = SplitForm(request.POST or None, initial={"papers": _division(one)})
    if request.method == "POST" and form.is_valid():
        try:
            digitising.split(one, form.cleaned_data["papers"], actor=officer.actor)
        except Refused as refused:
            form.add_error("papers", refused.message)
        else:
            done(request, "Đang tách lại các giấy tờ.")
            return redirect("staff:scans")
    pieces = _of(one)
    context = {
        "scan": one,
        "label": ScanState(one.state).label,
        "tone": TONES[one.state],
        "source": ScanSource(one.source).label,
        "form": form if one.pages > 1 and one.state == ScanState.READY else None,
        "pages": range(min(one.pages, 60)),
        "pieces": [
            (piece, ScannedState(piece.state).label, TONES[piece.state], pages_text(piece.pages))
            for piece in pieces
        ],
        "crumbs": [Crumb("Số hóa", reverse("staff:scans"))],
    }
    return show(request, officer, "staff/papers/scan.html", context, status=422 if form.errors else 200)


@require_POST
@gate(*access.DIGITISES)
def act_on_scan(request: HttpRequest, officer: Officer, number: int, name: str) -> HttpResponse:
    """Try a file again, or put it aside."""
    one = access.scan_for(officer, number)
    if name == "lam-lai":
        digitising.prepare_again(one, actor=officer.actor)
        done(request, "Đang xử lý lại tệp.")
    elif name == "bo":
        digitising.drop_scan(one, actor=officer.actor)
        done(request, "Đã bỏ tệp khỏi hàng chờ. Tệp gốc còn được giữ một thời gian.")
    else:
        raise NotFound
    return redirect("staff:scans")


@require_http_methods(["GET", "POST"])
@gate(*access.DIGITISES)
def scanned(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A paper beside what was read on it; the officer confirms or corrects, and it is stored."""
    piece = access.scanned_for(officer, number)
    proposals = json.loads(piece.proposals or "[]")
    if request.method == "GET":
        return _review(request, officer, piece, proposals, ConfirmForm(initial=_initial(piece, proposals)))
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _review(request, officer, piece, proposals, form, status=422)
    try:
        staff = Staff.objects.get(pk=officer.staff_id)
        paper = digitising.confirm(piece, form.said(), by=staff, actor=officer.actor)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _review(
            request, officer, piece, proposals, form, status=409 if isinstance(refused, Overtaken) else 422
        )
    done(request, f"Đã lưu kho «{paper.title}», mã kết quả số hóa {paper.code}.")
    following = _next_to_review(officer, piece)
    return redirect("staff:scanned", following.pk) if following else redirect("staff:scans")


@require_POST
@gate(*access.DIGITISES)
def act_on_scanned(request: HttpRequest, officer: Officer, number: int, name: str) -> HttpResponse:
    """Read again, type by hand, put aside."""
    piece = access.scanned_for(officer, number)
    if name == "doc-lai":
        digitising.read_again(piece, actor=officer.actor)
        done(request, "Đang đọc lại.")
        return redirect("staff:scans")
    if name == "nhap-tay":
        digitising.type_by_hand(piece, actor=officer.actor)
        return redirect("staff:scanned", piece.pk)
    if name == "bo":
        digitising.drop(piece, actor=officer.actor)
        done(request, "Đã bỏ giấy tờ này.")
        return redirect("staff:scans")
    raise NotFound


@require_safe
@gate(*access.DIGITISES)
def picture(request: HttpRequest, officer: Officer, number: int, page: int) -> HttpResponse:
    """A page of a paper as a picture, with frames around what was read."""
    piece = access.scanned_for(officer, number)
    boxes = [
        [each["left"], each["top"], each["right"], each["bottom"], index]
        for index, each in enumerate(json.loads(piece.proposals or "[]"), 1)
        if each["page"] == page
    ]
    blob = (piece.searchable or piece.copy) if boxes else (piece.signed or piece.copy)
    _note(piece, officer)
    return HttpResponse(page_picture(blob.sha256, page, boxes=boxes), content_type="image/png")


@require_safe
@gate(*access.DIGITISES)
def scan_picture(request: HttpRequest, officer: Officer, number: int, page: int) -> HttpResponse:
    """A small picture of a page of a file, to see how it is to be divided."""
    one = access.scan_for(officer, number)
    if one.prepared_id is None:
        raise NotFound
    return HttpResponse(page_picture(one.prepared_id, page, width=260), content_type="image/png")


@require_safe
@gate(*access.DIGITISES)
def file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The paper as it is now: signed where it was signed."""
    piece = access.scanned_for(officer, number)
    _note(piece, officer)
    answer = FileResponse(
        open_blob(piece.signed_id or piece.copy_id),
        filename=f"giay-to-{piece.pk}.pdf",
        content_type="application/pdf",
    )
    return cast(HttpResponse, answer)


def _note(piece: ScannedPaper, officer: Officer) -> None:
    """From when it is kept of somebody, looking at it is a look at their paper."""
    if piece.paper is not None:
        note_reading(piece.paper, officer, Purpose.DIGITISE)


def _of(one: Scan) -> list[ScannedPaper]:
    pieces = ScannedPaper.objects.filter(scan=one).exclude(state=ScannedState.DROPPED.value)
    return list(pieces.defer("text", "proposals").order_by("order"))


def _division(one: Scan) -> str:
    return "; ".join(pages_text(piece.pages).replace("–", "-") for piece in _of(one))


def _initial(piece: ScannedPaper, proposals: list[dict[str, Any]]) -> dict[str, Any]:
    """What is known already first, then what was read."""
    read = {_FORM_FIELD.get(each["key"], each["key"]): each["value"] for each in proposals}
    told = {key: value for key, value in json.loads(piece.scan.told or "{}").items() if value}
    wanted = piece.scan.wanted
    if wanted is not None:
        told = {"title": wanted.title, "type_code": wanted.type_code, "kind": wanted.kind} | told
    return read | told


def _review(
    request: HttpRequest,
    officer: Officer,
    piece: ScannedPaper,
    proposals: list[dict[str, Any]],
    form: ConfirmForm,
    *,
    status: int = 200,
) -> HttpResponse:
    for index, each in enumerate(proposals, 1):
        field = form.fields.get(_FORM_FIELD.get(each["key"], each["key"]))
        if field is not None:
            field.help_text = f"Khung {index}: đọc được «{each['value']}»."
    state = ScannedState(piece.state)
    context = {
        "piece": piece, "form": form, "state": state.label, "tone": TONES[piece.state],
        "read": [(index, LABELS[each["key"]], each["value"]) for index, each in enumerate(proposals, 1)],
        "reviewing": state is ScannedState.REVIEW, "failed": state is ScannedState.FAILED,
        "waiting": state in (ScannedState.READING, ScannedState.TO_SIGN), "kept": state is ScannedState.KEPT,
        "pages": range(min(len(piece.pages), 20)), "more_pages": max(0, len(piece.pages) - 20),
        "crumbs": [Crumb("Số hóa", reverse("staff:scans")), Crumb(piece.scan.name, reverse("staff:scan", args=[piece.scan_id]))],
    }  # fmt: skip
    return show(request, officer, "staff/papers/scanned.html", context, status=status)


def _next_to_review(officer: Officer, piece: ScannedPaper) -> ScannedPaper | None:
    waiting = ScannedPaper.objects.filter(
        scan__in=access.scans_for(officer), state=ScannedState.REVIEW.value, pk__gt=piece.pk
    )
    return waiting.only("pk").order_by("pk").first()
