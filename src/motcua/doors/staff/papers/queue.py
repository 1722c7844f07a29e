"""The digitising queue: files come in, and every one tells where it stands and what is to be done."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.blobs.kinds import plain_name
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.forms import KeyChoice, UploadForm
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import DossierPaper
from motcua.jobs.queries import status_of
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.storehouse import access, digitising, scan_folder, separator
from motcua.storehouse.enums import KeyPurpose, ScannedState, ScanSource, ScanState
from motcua.storehouse.keys import keys_of
from motcua.storehouse.models import Scan, ScannedPaper, SigningKey
from motcua.storehouse.scan_jobs import ocr_off

_PER_PAGE = 40
_LARGEST_LIST = 8 * 1024 * 1024
TONES = {
    "preparing": "running", "ready": "plain", "failed": "late", "dropped": "stopped",
    "to_sign": "waiting", "reading": "running", "review": "soon", "kept": "done",
}  # fmt: skip
_VIEWS = {
    "open": "Còn việc", "to_sign": "Chờ ký bản chụp", "review": "Chờ xác nhận", "failed": "Không xử lý được",
    "kept": "Đã lưu kho", "all": "Tất cả",
}  # fmt: skip
_DONE = [ScannedState.KEPT.value, ScannedState.DROPPED.value]


@require_http_methods(["GET", "POST"])
@gate(*access.DIGITISES)
def scans(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The queue; a POST brings files in."""
    agencies = access.agencies_where_scans(officer)
    own = next((each for each in agencies if each.code == officer.agency_code), None)
    form = UploadForm(request.POST or None, agencies=agencies, initial={"agency": own, "source": "upload"})
    row = _row_to_scan(request, officer)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid() and "list" in request.FILES:
        problems = _take_list(request, officer, form)
        if not problems:
            return redirect("staff:scans")
    elif request.method == "POST" and form.is_valid():
        problems = _take_in(request, officer, form, row)
        if not problems:
            return redirect("staff:scans")
    return _queue_page(request, officer, form, problems, row)


def _row_to_scan(request: HttpRequest, officer: Officer) -> DossierPaper | None:
    """The paper of a dossier that was seen at reception and is to be scanned now, when the address names one."""
    asked = request.POST.get("giay-to") or request.GET.get("giay-to") or ""
    if not asked.isdecimal() or len(asked) > 17:
        return None
    mine = Q(pk__in=[])
    for right in access.DIGITISES:
        mine |= Q(dossier__in=dossiers_for(officer, right).values("pk"))
    rows = DossierPaper.objects.filter(mine, pk=int(asked), paper__blob=None)
    row = rows.select_related("paper", "dossier__desk").first()
    if row is None:
        raise NotFound
    return row


def _take_in(request: HttpRequest, officer: Officer, form: UploadForm, row: DossierPaper | None) -> list[str]:
    files = request.FILES.getlist("files")
    if not files:
        return ["Chưa chọn tệp nào."]
    if row is not None and len(files) > 1:
        return [f"Chọn một tệp cho «{row.paper.title}»; nhiều trang thì quét thành một PDF."]
    staff = Staff.objects.get(pk=officer.staff_id)
    problems, taken = [], 0
    for upload in files:
        upload.seek(0)
        try:
            digitising.take_in(
                upload, str(upload.name), agency=form.cleaned_data["agency"], by=staff,
                source=ScanSource(form.cleaned_data["source"]), actor=officer.actor, wanted=row.paper if row else None,
            )  # fmt: skip
            taken += 1
        except Refused as refused:
            problems.append(f"{plain_name(str(upload.name), most=120)}: {refused.message}")
    if taken:
        done(request, f"Đã nhận {taken} tệp, đang chuẩn bị các trang.")
    return problems


def _take_list(request: HttpRequest, officer: Officer, form: UploadForm) -> list[str]:
    """Old results by a list: read in the background."""
    staff = Staff.objects.get(pk=officer.staff_id)
    content = cast(Any, request.FILES["list"]).read(_LARGEST_LIST)
    try:
        scan_folder.ask_list(content, form.cleaned_data["agency"], by=staff, actor=officer.actor)
    except Refused as refused:
        return [refused.message]
    done(request, "Đang đưa các tệp trong danh sách vào hàng chờ.")
    return []


def _own_keys(officer: Officer) -> list[SigningKey]:
    return [key for key in keys_of(officer.staff_id) if key.purpose == KeyPurpose.PERSONAL]


def _queue_page(
    request: HttpRequest, officer: Officer, form: UploadForm, problems: list[str], row: DossierPaper | None
) -> HttpResponse:
    wanted = request.GET.get("xem", "open")
    wanted = wanted if wanted in _VIEWS else "open"
    pieces = ScannedPaper.objects.filter(scan__in=access.scans_for(officer))
    counts = pieces.aggregate(
        **{state.value: Count("pk", filter=Q(state=state.value)) for state in ScannedState}
    )
    page = Paginator(_listed(officer, wanted), _PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    listed = _pieces(shown)
    keys = _own_keys(officer)
    own = next((each for each in form.agencies if each.code == officer.agency_code), None)
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "problems": problems,
        "page": page,
        "rows": _rows(shown, listed),
        "tabs": [
            NavItem(label, f"?xem={key}", badge=counts.get(key), current=key == wanted)
            for key, label in _VIEWS.items()
        ],
        "ocr_off": ocr_off(),
        "keys": keys,
        "key_form": KeyChoice(keys=keys) if keys else None,
        "to_sign": any(piece.state == ScannedState.TO_SIGN for piece in listed),
        "must_sign": own is None or digitising.copy_signature(own) == "required",
        "lists": [
            (job, status_of(job)) for job in scan_folder.list_jobs([each.code for each in form.agencies])[:3]
        ],
        "busy": _preparing(officer) + counts[ScannedState.READING.value],
    }
    return show(
        request, officer, "staff/papers/scans.html", context, status=422 if problems or form.errors else 200
    )


def _listed(officer: Officer, wanted: str) -> Any:
    found = access.scans_for(officer).order_by("-created_at", "-pk")
    gone = Q(state=ScanState.DROPPED.value)
    if wanted == "all":
        return found
    pieces = ScannedPaper.objects.all()
    if wanted == "open":
        open_ = pieces.exclude(state__in=_DONE).values("scan_id")
        return found.filter(
            Q(pk__in=open_) | Q(state__in=[ScanState.PREPARING.value, ScanState.FAILED.value])
        ).exclude(gone)
    chosen = found.filter(pk__in=pieces.filter(state=wanted).values("scan_id"))
    if wanted == "failed":
        chosen = found.filter(
            Q(state=ScanState.FAILED.value) | Q(pk__in=pieces.filter(state=wanted).values("scan_id"))
        )
    return chosen


def _pieces(scans_: list[Scan]) -> list[ScannedPaper]:
    return list(
        ScannedPaper.objects.filter(scan__in=scans_)
        .exclude(state=ScannedState.DROPPED.value)
        .defer("text", "proposals")
        .select_related("paper")
        .order_by("scan_id", "order")
    )


def _rows(scans_: list[Scan], pieces: list[ScannedPaper]) -> list[dict[str, Any]]:
    by_scan: dict[int, list[ScannedPaper]] = {}
    for piece in pieces:
        by_scan.setdefault(piece.scan_id, []).append(piece)
    return [
        {
            "scan": scan, "label": ScanState(scan.state).label, "tone": TONES[scan.state],
            "source": ScanSource(scan.source).label,
            "pieces": [
                {"piece": piece, "label": ScannedState(piece.state).label, "tone": TONES[piece.state],
                 "pages": pages_text(piece.pages)}
                for piece in by_scan.get(scan.pk, [])
            ],
        }
        for scan in scans_
    ]  # fmt: skip


def pages_text(pages: list[int]) -> str:
    """Page numbers from 1, as ranges: «1–3, 5»."""
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return ", ".join(f"{part[0] + 1}–{part[-1] + 1}" if len(part) > 1 else str(part[0] + 1) for part in parts)


def _preparing(officer: Officer) -> int:
    return access.scans_for(officer).filter(state=ScanState.PREPARING.value).count()


def _busy(officer: Officer) -> int:
    found = ScannedPaper.objects.filter(scan__in=access.scans_for(officer))
    return _preparing(officer) + found.filter(state=ScannedState.READING.value).count()


@require_safe
@gate(*access.DIGITISES)
def busy(request: HttpRequest, officer: Officer) -> HttpResponse:
    """How much is being worked on: asked by the queue every two seconds."""
    return render(
        request,
        "staff/papers/parts_busy.html",
        {"busy": _busy(officer), "was": True},
    )


@require_POST
@gate(*access.DIGITISES)
def sign(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Sign the copies that were ticked, all at once."""
    staff = Staff.objects.select_related("agency").get(pk=officer.staff_id)
    keys = _own_keys(officer)
    form = KeyChoice(request.POST, keys=keys)
    if not form.is_valid():
        raise Refused("Chọn khóa và nhập mã PIN để ký bản chụp.", field="secret")
    ticked = [
        int(number) for number in request.POST.getlist("pick") if number.isdecimal() and len(number) < 18
    ]
    pieces = ScannedPaper.objects.filter(
        pk__in=ticked, scan__in=access.scans_for(officer), state=ScannedState.TO_SIGN.value
    ).select_related("scan__agency")
    batch = digitising.sign_copies(
        pieces, form.chosen(), form.cleaned_data["secret"], by=staff, actor=officer.actor
    )
    return redirect(reverse("staff:signing-batch", args=[batch.pk]))


@require_safe
@gate(*access.DIGITISES)
def separator_sheet(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The sheet to print and put between papers."""
    headers = {"Content-Disposition": 'inline; filename="trang-ngan-cach.pdf"'}
    return HttpResponse(separator.sheet(), content_type="application/pdf", headers=headers)
