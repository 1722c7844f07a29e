"""How long papers are kept by class, what is past its time, and a leader's decision to destroy it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.dossiers import disposal as acts
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.access import agency_for, desks_for
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value
from motcua.storehouse.care_enums import DisposalState
from motcua.storehouse.enums import PaperKind
from motcua.storehouse.models import Disposal, DisposedPaper, Paper

_SEES = (Right.SIGN_OFF, Right.STEER)
_PER_PAGE = 50
_DUE = ("Giấy tờ số", "Tên giấy tờ", "Mã kết quả số hóa", "Ngày cấp", "Vào kho")
_GONE = ("Giấy tờ số", "Tên giấy tờ", "Mã kết quả số hóa", "Ngày cấp", "Hồ sơ", "Hủy lúc", "Giữ lại vì")


class DecideForm(forms.Form):
    """A signed decision, entered by the leader who signed it."""

    number = forms.CharField(label="Số quyết định", max_length=60)
    day = DayField(label="Ngày quyết định")
    reason = forms.CharField(
        label="Căn cứ, ý kiến xét hủy", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Biên bản họp hội đồng xác định giá trị, ý kiến thẩm tra (nếu có).",
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label="Tôi đã xem danh sách. Tệp bị hủy không khôi phục được.")


def _agency(request: HttpRequest, officer: Officer, *rights: Right) -> Agency:
    """The agency asked for, else the own one, else the first in scope."""
    code = request.GET.get("co-quan", "")
    if not code:
        if any(officer.may(right) for right in rights):
            code = officer.agency_code
        elif found := desks_for(officer, *rights):
            return found[0]
    for right in rights:
        try:
            return agency_for(officer, code, right)
        except NotFound:
            continue
    raise NotFound


@require_safe
@gate(*_SEES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Classes with their time and source, what is due, and the decisions so far."""
    agency = _agency(request, officer, *_SEES)
    disposals = (
        Disposal.objects.filter(agency=agency)
        .select_related("decided_by")
        .order_by("-day", "-pk")[:_PER_PAGE]
    )
    context = {
        "agency": agency, "classes": acts.classes(agency), "may": officer.may(Right.SIGN_OFF, agency.path),
        "agencies": desks_for(officer, *_SEES),
        "disposals": [(each, PaperKind(each.kind).label, DisposalState(each.state).label) for each in disposals],
    }  # fmt: skip
    return show(request, officer, "staff/papers/keeping.html", context)


def _class(
    officer: Officer, request: HttpRequest, kind: str, *rights: Right
) -> tuple[Agency, acts.PaperClass]:
    if kind not in set(PaperKind):
        raise NotFound
    agency = _agency(request, officer, *rights)
    return agency, acts.class_of(agency, PaperKind(kind))


@require_http_methods(["GET", "POST"])
@gate(*_SEES)
def due(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """What is due of a class, as a page or a file, and the decision about it."""
    agency, which = _class(officer, request, kind, *_SEES)
    papers = acts.due_papers(agency, which.kind, which.before).only(
        "title", "code", "issued_on", "created_at"
    )
    if request.method == "GET" and wants_file(request):
        return as_file(_DUE, _due_lines(papers), name=f"den-han-{kind}")
    may = officer.may(Right.SIGN_OFF, agency.path)
    form = DecideForm(request.POST or None, initial={"seen": which.due, "day": clock.today()})
    if request.method == "POST":
        if not may:
            raise NotFound
        if form.is_valid() and (answer := _decided(request, officer, agency, which, form)):
            return answer
    context = {
        "agency": agency, "which": which, "form": form, "may": may and which.due,
        "page": Paginator(papers, _PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": [Crumb("Thời hạn lưu giấy tờ", f"{reverse('staff:keeping')}?co-quan={agency.code}")],
    }  # fmt: skip
    return show(
        request, officer, "staff/papers/keeping_due.html", context, status=422 if form.errors else 200
    )


def _decided(
    request: HttpRequest, officer: Officer, agency: Agency, which: acts.PaperClass, form: DecideForm
) -> HttpResponse | None:
    data = form.cleaned_data
    says = acts.Decision(data["number"], data["day"], data["reason"], data["seen"])
    try:
        by = Staff.objects.get(pk=officer.staff_id)
        made = acts.decide(agency, which.kind, says, by=by, actor=officer.actor)
    except Overtaken:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    done(request, "Đã ghi quyết định. Hệ thống đang hủy theo danh sách và giữ lại danh sách.")
    return redirect("staff:disposal", made.pk)


@require_safe
@gate(*_SEES)
def disposal(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One decision and the list kept of what was destroyed."""
    found = Disposal.objects.select_related("agency", "decided_by").filter(pk=number).first()
    if found is None or not any(officer.may(right, found.agency.path) for right in _SEES):
        raise NotFound
    lines = (
        DisposedPaper.objects.filter(disposal=found)
        .select_related("paper")
        .defer("paper__text", "paper__number")
    )
    if wants_file(request):
        return as_file(_GONE, _gone_lines(lines.order_by("pk")), name=f"da-huy-{found.pk}")
    context = {
        "disposal": found, "kind": PaperKind(found.kind).label, "state": DisposalState(found.state).label,
        "gone": lines.exclude(gone_at=None).count(), "kept": lines.exclude(kept_because="").count(),
        "total": lines.count(),
        "page": Paginator(lines.order_by("pk"), _PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": [Crumb("Thời hạn lưu giấy tờ", f"{reverse('staff:keeping')}?co-quan={found.agency.code}")],
    }  # fmt: skip
    return show(request, officer, "staff/papers/disposal.html", context)


def _due_lines(papers: Any) -> Iterator[tuple[Value, ...]]:
    for paper in papers.iterator(chunk_size=500):
        yield (paper.pk, paper.title, paper.code or "", paper.issued_on, clock.local_day(paper.created_at))


def _gone_lines(lines: Any) -> Iterator[tuple[Value, ...]]:
    for line in lines.iterator(chunk_size=500):
        paper: Paper = line.paper
        when = clock.local(line.gone_at).replace(tzinfo=None) if line.gone_at else None
        yield (
            line.paper_id,
            paper.title,
            paper.code or "",
            paper.issued_on,
            line.dossier,
            when,
            line.kept_because,
        )
