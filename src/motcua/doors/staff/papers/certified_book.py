"""The book of certified electronic copies: every number of every year, filtered, saved as a file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.certifying import TONES
from motcua.doors.staff.papers.certifying_forms import BookFilter
from motcua.dossiers import certifying
from motcua.dossiers.certified_models import CertifiedCopy
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value
from motcua.storehouse.verifying import standing_of

_PER_PAGE = 50
_MOST_ROWS = 20_000
# The columns of the book of copies (NĐ 23/2015/NĐ-CP, Phụ lục), with the dossier and where the copy stands.
_HEADERS = (
    "Số thứ tự", "Số chứng thực", "Ngày chứng thực", "Họ tên người yêu cầu", "Tên bản chính",
    "Họ tên, chức danh người ký", "Số bản sao", "Số trang", "Phí (đồng)", "Ghi chú", "Hồ sơ", "Cơ quan",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@gate(*certifying.SEES_BOOK)
def book(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The book of this year unless the address says otherwise; a POST saves what is filtered as a file."""
    everything = certifying.book_for(officer)
    known = everything.order_by().values_list("year", flat=True).distinct()
    years = sorted({clock.today().year, *(year for year in known if year is not None)}, reverse=True)
    asked = request.GET.copy()
    if "year" not in asked:
        asked["year"] = str(years[0])
    form = BookFilter(asked, years=years)
    rows = _narrowed(everything, form.cleaned_data if form.is_valid() else {"year": years[0]})
    if request.method == "POST":
        return _saved(officer, rows)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "rows": [_shown(copy) for copy in page], "many": page.paginator.count,
        "fees": rows.order_by().exclude(state="void").aggregate(total=Sum("fee"))["total"] or 0,
        "query": asked.urlencode(),
    }  # fmt: skip
    return show(request, officer, "staff/papers/certified_book.html", context)


def _narrowed(rows: QuerySet[CertifiedCopy], given: dict[str, Any]) -> QuerySet[CertifiedCopy]:
    if given.get("year"):
        rows = rows.filter(year=given["year"])
    if given.get("first"):
        rows = rows.filter(numbered_at__gte=clock.at_local(given["first"], 0))
    if given.get("last"):
        rows = rows.filter(numbered_at__lt=clock.at_local(given["last"] + timedelta(days=1), 0))
    if given.get("state"):
        rows = rows.filter(state=given["state"])
    words = str(given.get("q") or "").strip()
    if words.isdecimal() and len(words) < 9:
        return rows.filter(serial=int(words))
    for word in fold(words).split():
        rows = rows.filter(Q(requester_folded__contains=word) | Q(title_folded__contains=word))
    return rows


def _shown(copy: CertifiedCopy) -> dict[str, Any]:
    return {
        "copy": copy, "key": key_of(copy.dossier), "label": copy.status.label, "tone": TONES[copy.state],
        "remark": _remark(copy),
    }  # fmt: skip


def _remark(copy: CertifiedCopy) -> str:
    if copy.void_reason:
        return f"Hủy: {copy.void_reason}"
    if copy.paper is not None:
        if copy.paper.revoked_at is not None:
            return f"Thu hồi: {copy.paper.revoked_reason}"
        standing = standing_of(copy.paper)
        return "" if standing.holds else standing.words
    return copy.problem


def _saved(officer: Officer, rows: QuerySet[CertifiedCopy]) -> HttpResponse:
    many = rows.count()
    if many > _MOST_ROWS:
        raise Refused("Sổ này dài hơn 20.000 dòng. Chọn một khoảng ngày ngắn hơn rồi lưu.")
    with act():
        # Whoever takes a list with names out of the system is on record, with what and how much.
        record(
            officer.actor, action="dossiers.export", kind="list", key="so-chung-thuc",
            detail={"rows": many, "as": "xlsx"},
        )  # fmt: skip
    return as_file(_HEADERS, _lines(rows), name="so-chung-thuc")


def _lines(rows: QuerySet[CertifiedCopy]) -> Iterator[tuple[Value, ...]]:
    for copy in rows.order_by("year", "serial", "pk").iterator(chunk_size=500):
        at = copy.certified_at or copy.numbered_at
        remark = _remark(copy) or ("" if copy.state == "certified" else copy.status.label)
        yield (
            copy.serial, copy.number_text, clock.local_day(at) if at else None, copy.requester, copy.title,
            f"{copy.certifier_name}, {copy.certifier_title}".rstrip(", "), 0 if copy.void_reason else 1, copy.pages,
            0 if copy.void_reason else copy.fee, remark, key_of(copy.dossier), copy.agency.name,
        )  # fmt: skip
