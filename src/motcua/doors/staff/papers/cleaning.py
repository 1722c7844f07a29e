"""Clean data: what is doubtful among kept papers, by agency and owner, worked through one by one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField, Radios
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.dossiers import cleaning as rounds
from motcua.jobs import queue
from motcua.jobs.models import Job
from motcua.jobs.queries import status_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value
from motcua.storehouse import mending
from motcua.storehouse.care_access import CLEANS, doubt_for, doubts_for, may_mend
from motcua.storehouse.care_enums import Doubt, DoubtState, Purpose
from motcua.storehouse.models import DoubtfulPaper, Paper
from motcua.storehouse.reading import note_reading

_PER_PAGE = 50
_SHOWN_INLINE = ("application/pdf", "image/jpeg", "image/png")
_TONES = {"open": "waiting", "mended": "done", "dismissed": "plain", "gone": "plain"}
_HEADERS = (
    "Cơ quan", "Quy tắc", "Giấy tờ số", "Tên giấy tờ", "Hồ sơ", "Sai ở đâu", "Tình trạng", "Phát hiện", "Xử lý",
    "Người xử lý", "Đã làm gì",
)  # fmt: skip


class Reasoned(forms.Form):
    """Why: what the officer looked at."""

    reason = forms.CharField(
        label="Lý do, căn cứ", max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không ghi họ tên, số định danh: lý do nằm trong nhật ký.",
        error_messages={"required": "Ghi lý do: ông/bà đã xem gì mà kết luận như vậy."},
    )  # fmt: skip


class MergeForm(Reasoned):
    """Which of the two stays."""

    keep = forms.ChoiceField(label="Giữ lại bản nào", widget=Radios(boxed=True))
    field_order = ("keep", "reason")


class CorrectForm(Reasoned):
    """The paper as it should be; an owner only where it belongs to somebody else."""

    title = forms.CharField(label="Tên giấy tờ", max_length=1000)
    type_code = forms.CharField(label="Mã loại giấy tờ", max_length=40, required=False)
    number = forms.CharField(label="Số, ký hiệu", max_length=200, required=False)
    issued_on = DayField(label="Ngày cấp", required=False)
    valid_to = DayField(label="Có giá trị đến hết ngày", required=False)
    owner_identity = forms.CharField(
        label="Chuyển cho người có số định danh", max_length=20, required=False,
        help_text="Chỉ ghi khi giấy tờ đang gắn sai người. Số của chính người này bị gõ sai thì dùng «Đính chính» ở hồ sơ.",
    )  # fmt: skip
    owner_name = forms.CharField(
        label="Họ tên người đó",
        max_length=200,
        required=False,
        help_text="Cần khi người này chưa có trong kho.",
    )
    field_order = (
        "title",
        "type_code",
        "number",
        "issued_on",
        "valid_to",
        "owner_identity",
        "owner_name",
        "reason",
    )


class RestoreForm(forms.Form):
    """A copy of the lost file."""

    file = forms.FileField(label="Đúng tệp đã mất, lấy từ bản sao lưu")


@require_safe
@gate(*CLEANS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Counts by agency and rule, and the list of what is open (or done), owner by owner."""
    chosen = _chosen(request, officer)
    if wants_file(request):
        return as_file(_HEADERS, _lines(chosen), name="lam-sach-giay-to")
    page = Paginator(chosen, _PER_PAGE).get_page(request.GET.get("page"))
    last = Job.objects.filter(kind=rounds.KIND).order_by("-pk").first()
    rule, state = request.GET.get("quy-tac", ""), _state(request)
    context = {
        "page": page, "rows": [(row, Doubt(row.doubt).label, DoubtState(row.state).label, _TONES[row.state]) for row in page],
        "groups": _groups(officer), "agencies": _agencies(officer),
        "rule": Doubt(rule).label if rule in set(Doubt) else "", "rule_key": rule, "state": state,
        "agency_key": request.GET.get("co-quan", ""), "query": _query(request),
        "states": [(each.value, each.label) for each in DoubtState],
        "last": status_of(last) if last else None, "result": (last.result or {}) if last else {},
    }  # fmt: skip
    return show(request, officer, "staff/papers/cleaning.html", context)


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("xem", DoubtState.OPEN.value)
    return asked if asked in set(DoubtState) else DoubtState.OPEN.value


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    kept["as"] = "xlsx"
    return kept.urlencode()


def _chosen(request: HttpRequest, officer: Officer) -> QuerySet[DoubtfulPaper]:
    found = doubts_for(officer).filter(state=_state(request))
    if (rule := request.GET.get("quy-tac", "")) in set(Doubt):
        found = found.filter(doubt=rule)
    if agency := request.GET.get("co-quan", "")[:40]:
        found = found.filter(agency__code=agency)
    if (owner := request.GET.get("chu", "")).isdecimal() and len(owner) < 18:
        found = found.filter(paper__owner_person=int(owner))
    return (
        found.select_related("agency", "decided_by", "paper__owner_person", "paper__owner_business")
        .defer("paper__text", "paper__number")
        .order_by("agency__name_key", "paper__owner_person__name_key", "paper__owner_business__name_key", "paper_id", "pk")
    )  # fmt: skip


def _groups(officer: Officer) -> list[dict[str, Any]]:
    """Open doubts by group and rule."""
    counted = (
        doubts_for(officer).filter(state=DoubtState.OPEN.value).values_list("doubt").annotate(Count("pk"))
    )
    many = dict(counted.order_by())
    groups: dict[str, list[tuple[str, str, int]]] = {}
    for doubt in Doubt:
        groups.setdefault(doubt.group, []).append((doubt.value, doubt.label, many.get(doubt.value, 0)))
    return [
        {"name": name, "rules": rules, "total": sum(each[2] for each in rules)}
        for name, rules in groups.items()
    ]


def _agencies(officer: Officer) -> Any:
    closed = [DoubtState.MENDED.value, DoubtState.GONE.value]
    return (
        doubts_for(officer)
        .values("agency__code", "agency__name")
        .annotate(
            open=Count("pk", filter=Q(state=DoubtState.OPEN.value)),
            mended=Count("pk", filter=Q(state__in=closed)),
            dismissed=Count("pk", filter=Q(state=DoubtState.DISMISSED.value)),
        )
        .order_by("agency__name_key")
    )


def _lines(rows: QuerySet[DoubtfulPaper]) -> Iterator[tuple[Value, ...]]:
    """Lines of the file: no name, no number of a person; the paper is found by its own number in the house."""

    def wall(moment: Any) -> Value:
        return clock.local(moment).replace(tzinfo=None) if moment else None

    for row in rows.iterator(chunk_size=500):
        yield (
            row.agency.name if row.agency else "", Doubt(row.doubt).label, row.paper_id, row.paper.title, row.dossier,
            row.words, DoubtState(row.state).label, wall(row.found_at), wall(row.decided_at),
            row.decided_by.name if row.decided_by else "", row.what,
        )  # fmt: skip


@require_POST
@gate(*CLEANS)
def look_again(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Have the papers gone through now instead of at night."""
    queue.enqueue(rounds.KIND, {}, owner=f"staff:{officer.staff_id}", unique_key=rounds.KIND, max_attempts=3)
    done(request, "Đã xếp hàng rà soát lại. Tải lại trang sau ít phút để xem.")
    return redirect("staff:cleaning")


@require_http_methods(["GET", "POST"])
@gate(*CLEANS)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One doubt: the paper (both of them), and what may be done with it."""
    doubt = doubt_for(officer, number)
    forms_ = _forms(doubt, request)
    if request.method == "POST":
        if not may_mend(officer, doubt):
            raise NotFound
        answer = _acted(request, officer, doubt, forms_)
        if answer is not None:
            return answer
    kind = Doubt(doubt.doubt)
    context = {
        "doubt": doubt, "rule": kind.label, "group": kind.group, "state": DoubtState(doubt.state).label,
        "tone": _TONES[doubt.state], "papers": [each for each in (doubt.paper, doubt.other) if each],
        "may": may_mend(officer, doubt) and doubt.state == DoubtState.OPEN, "forms": forms_,
        "may_code": kind in (Doubt.CODE_FORM, Doubt.CODE_MISSING),
        "crumbs": [Crumb("Làm sạch giấy tờ", reverse("staff:cleaning"))],
    }  # fmt: skip
    wrong = any(form.errors for form in forms_.values())
    return show(request, officer, "staff/papers/doubt.html", context, status=422 if wrong else 200)


def _forms(doubt: DoubtfulPaper, request: HttpRequest) -> dict[str, forms.Form]:
    """The ways of mending that fit, each with what was sent to it."""
    way = request.POST.get("way", "") if request.method == "POST" else ""

    def sent(name: str) -> Any:
        return request.POST if way == name else None

    made: dict[str, forms.Form] = {}
    paper = doubt.paper
    if Doubt(doubt.doubt).is_duplicate and doubt.other:
        merge = MergeForm(sent("merge"), initial={"keep": str(doubt.other_id)}, prefix="m")
        keep: Any = merge.fields["keep"]
        keep.choices = [(str(each.pk), _told(each)) for each in (doubt.other, paper)]
        made["merge"] = merge
    if doubt.doubt == Doubt.FILE_LOST:
        made["restore"] = RestoreForm(
            sent("restore"), request.FILES if way == "restore" else None, prefix="r"
        )
    else:
        initial = {
            name: getattr(paper, name) for name in ("title", "type_code", "number", "issued_on", "valid_to")
        }
        made["correct"] = CorrectForm(sent("correct"), initial=initial, prefix="c")
    made["dismiss"] = Reasoned(sent("dismiss"), prefix="d")
    return made


def _told(paper: Paper) -> str:
    parts = [f"Giấy tờ số {paper.pk}", "có tệp" if paper.blob_id else "không có tệp"]
    if paper.signed:
        parts.append("đã ký số")
    if paper.code:
        parts.append(f"mã {paper.code}")
    return ", ".join(parts)


def _acted(
    request: HttpRequest, officer: Officer, doubt: DoubtfulPaper, forms_: dict[str, forms.Form]
) -> HttpResponse | None:
    way = request.POST.get("way", "")
    by = Staff.objects.get(pk=officer.staff_id)
    form = forms_.get(way)
    try:
        if way == "code":
            code = mending.give_code(doubt, by=by, actor=officer.actor)
            done(request, f"Đã cấp mã {code}.")
        elif form is None:
            raise NotFound
        elif not form.is_valid():
            return None
        else:
            _mend(way, form.cleaned_data, doubt, by, officer)
            done(request, "Đã ghi. Việc này nằm trong nhật ký của giấy tờ.")
    except (NotFound, Overtaken):
        raise
    except Refused as refused:
        if form is None:
            raise
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    following = doubts_for(officer).filter(state=DoubtState.OPEN.value, doubt=doubt.doubt, pk__gt=doubt.pk)
    after = following.order_by("pk").values_list("pk", flat=True).first()
    return redirect("staff:doubt", after) if after else redirect("staff:cleaning")


def _mend(way: str, data: dict[str, Any], doubt: DoubtfulPaper, by: Staff, officer: Officer) -> None:
    actor = officer.actor
    if way == "merge":
        keep = next(each for each in (doubt.paper, doubt.other) if each and str(each.pk) == data["keep"])
        mending.merge(doubt, keep=keep, by=by, reason=data["reason"], actor=actor)
    elif way == "correct":
        names = ("title", "type_code", "number", "issued_on", "valid_to", "owner_identity", "owner_name")
        says = mending.Corrected(**{name: data[name] for name in names})
        mending.correct(doubt, says, by=by, reason=data["reason"], actor=actor)
    elif way == "restore":
        file = data["file"]
        mending.restore(doubt, file, str(file.name), by=by, actor=actor)
    else:
        mending.dismiss(doubt, by=by, reason=data["reason"], actor=actor)


@require_safe
@gate(*CLEANS)
def file(request: HttpRequest, officer: Officer, number: int, which: str) -> HttpResponse:
    """The file of a doubtful paper, or of the one it is a duplicate of; its owner sees that it was opened."""
    doubt = doubt_for(officer, number)
    paper = doubt.other if which == "kia" else doubt.paper
    if paper is None or paper.blob is None:
        raise NotFound
    content = open_blob(paper.blob.sha256)
    note_reading(paper, officer, Purpose.CLEAN, dossier=doubt.dossier)
    inline = paper.blob.mime in _SHOWN_INLINE
    kind = paper.blob.mime.rsplit("/", 1)[-1][:12]
    answer: Any = FileResponse(
        content, as_attachment=not inline, filename=f"giay-to-{paper.pk}.{kind}", content_type=paper.blob.mime
    )
    return answer  # type: ignore[no-any-return]
