"""One criterion: its two numbers, its rule and where it comes from, and everything that is counted in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.catalogue.models import Procedure
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering import pictures
from motcua.doors.staff.steering.choosing import ChoiceForm, chosen_view, last_months
from motcua.doors.staff.steering.dossier_lists import HEADERS, dossier_page, lines
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Petition
from motcua.indicators.scoring import CriterionScore, Raise, what_would_raise
from motcua.indicators.sets import Criterion
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.measurement.behind import Behind, Standing, behind
from motcua.measurement.models import PaymentFact
from motcua.measurement.queries import board
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.payments.enums import Method
from motcua.payments.models import Payment
from motcua.plans.models import Occurrence

_SOURCES = {
    Behind.DOSSIERS: "hồ sơ",
    Behind.PROCEDURES: "thủ tục",
    Behind.PETITIONS: "phản ánh, kiến nghị",
    Behind.UNITS: "đơn vị",
    Behind.PAYMENTS: "giao dịch nộp tiền",
    Behind.PEOPLE: "người",
    Behind.TASKS: "lần đến hạn của nhiệm vụ",
    Behind.NOTHING: "",
}
# The columns of a file of what has a code and a name.
_NAMED = {
    Behind.PROCEDURES: ("STT", "Mã thủ tục", "Tên thủ tục"),
    Behind.UNITS: ("STT", "Mã cơ quan", "Tên cơ quan"),
}
_PART = 1000


@require_GET
@gate(Right.SEE_FIGURES)
def criterion(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A criterion with what is missing from its numerator (or, `?show=having`, what is in it)."""
    view = chosen_view(request, officer)
    now, scope = clock.now(), view.scope()
    months = last_months(min(view.period.last, clock.today()))
    found = board([scope], [view.period, *months], now)
    shown = found[view.agency.code, view.period.code]
    scored = shown.score.criteria.get(code)
    if scored is None:
        raise NotFound
    standing = behind(scope, view.period, now, scored.criterion.measure)
    having = request.GET.get("show") == "having"
    keys: Sequence[int | str] = standing.having if having else standing.missing
    if wants_file(request):
        return file_of(officer, standing.kind, keys, f"tieu-chi-{code.lower().replace('.', '-')}")
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "view": view,
        "choice": ChoiceForm(view),
        "scored": scored,
        "criterion": scored.criterion,
        "source": standing.kind.value,
        "thing": _SOURCES[standing.kind],
        "rule": rule_words(scored.criterion),
        "raise": next((one for one in what_would_raise(shown.score) if one.code == code), None),
        "trend": pictures.criterion_trend(
            view, scored.criterion, [found[view.agency.code, month.code] for month in months]
        ),
        "tabs": tabs_of(view.url("criterion", code), standing, having=having),
        "having": having,
        "page": page,
        "rows": rows_behind(officer, standing.kind, list(page)),
    }
    context["advice"] = _advice(scored, context["raise"])
    return show(request, officer, "staff/steering/criterion.html", context)


def rule_words(one: Criterion) -> str:
    """How points come from the ratio, in a sentence."""
    if one.constant is not None:
        return f"Luôn được {one.constant:f} điểm, không phụ thuộc số đếm."
    if one.threshold is None:
        return f"{one.maximum:f} điểm × tỷ lệ."
    share = f"{100 * one.threshold:f}".rstrip("0").rstrip(".")
    return f"Đủ {one.maximum:f} điểm khi tỷ lệ từ {share} % trở lên; dưới mức đó, {one.maximum:f} điểm × tỷ lệ ÷ {share} %."


def _advice(scored: CriterionScore, what: Raise | None) -> str:
    if what is None or not what.to_full or what.gap is None:
        return ""
    points = f"{what.gap:f}".replace(".", ",")
    return f"Thêm {what.to_full} {what.unit} vào tử số thì đủ điểm: được thêm {points} điểm."


def tabs_of(url: str, standing: Standing, *, having: bool) -> list[NavItem]:
    """What is missing and what is there, as tabs of a page at `url` (which ends in a query)."""
    return [
        NavItem("Còn thiếu", f"{url}#list", not having, len(standing.missing)),
        NavItem("Đã có", f"{url}&show=having#list", having, len(standing.having)),
    ]


def rows_behind(officer: Officer, kind: Behind, keys: list[int | str]) -> Sequence[Any]:
    """The rows of a page of what stands behind a figure: dossiers, pairs of code and name, or petitions."""
    if kind is Behind.DOSSIERS:
        return dossier_page(officer, keys)
    if kind is Behind.PROCEDURES:
        names = dict(Procedure.objects.filter(code__in=keys).values_list("code", "name"))
        return [(key, names.get(str(key), "")) for key in keys]
    if kind is Behind.UNITS:
        names = dict(Agency.objects.filter(code__in=keys).values_list("code", "name"))
        return [(key, names.get(str(key), "")) for key in keys]
    if kind is Behind.PAYMENTS:
        return _payments(keys)
    if kind is Behind.PEOPLE:
        people = dict(Staff.objects.filter(pk__in=keys).values_list("pk", "name"))
        return [(place, people[int(key)]) for place, key in enumerate(keys, start=1) if int(key) in people]
    if kind is Behind.TASKS:
        dates = Occurrence.objects.filter(pk__in=keys).select_related("task__plan").in_bulk()
        return [dates[int(key)] for key in keys if int(key) in dates]
    petitions = Petition.objects.filter(pk__in=keys).select_related("dossier").in_bulk()
    return [petitions[int(key)] for key in keys if int(key) in petitions]


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as a row: its dossier, the day, how."""

    dossier: str
    day: date
    method: str


def _payments(keys: Sequence[int | str]) -> list[Paid]:
    facts = PaymentFact.objects.filter(payment_id__in=keys).in_bulk(field_name="payment_id")
    ways = dict(Payment.objects.filter(pk__in=keys).values_list("pk", "method"))
    of = {fact.dossier_id for fact in facts.values()}
    codes = dict(Dossier.objects.filter(pk__in=of).values_list("pk", "code"))
    return [
        Paid(codes.get(fact.dossier_id) or "chưa có mã", fact.paid_on, Method(ways[fact.payment_id]).label)
        for key in keys
        if (fact := facts.get(int(key))) is not None
    ]


def file_of(officer: Officer, kind: Behind, keys: Sequence[int | str], name: str) -> HttpResponse:
    """What stands behind a figure as an Excel file to save."""
    if kind is Behind.DOSSIERS:
        return as_file(HEADERS, lines(officer, keys), name=name)
    if kind is Behind.PEOPLE:
        return as_file(("STT", "Họ và tên"), rows_behind(officer, kind, list(keys)), name=name)
    rows = enumerate(_in_parts(officer, kind, keys), 1)
    if kind in _NAMED:
        return as_file(_NAMED[kind], ((number, *row) for number, row in rows), name=name)
    if kind is Behind.TASKS:
        lines_due = ((number, one.task.title, one.due_date, one.done_on) for number, one in rows)
        return as_file(("STT", "Nhiệm vụ", "Đến hạn", "Xong ngày"), lines_due, name=name)
    if kind is Behind.PAYMENTS:
        lines_paid = ((number, one.dossier, one.day, one.method) for number, one in rows)
        return as_file(("STT", "Mã hồ sơ", "Ngày nộp tiền", "Cách nộp"), lines_paid, name=name)
    lines_asked = (
        (
            number, one.code, one.get_kind_display(), clock.local_day(one.received_at), one.due_on,
            one.get_state_display(),
        )
        for number, one in rows
    )  # fmt: skip
    return as_file(("STT", "Mã", "Loại", "Nhận ngày", "Hạn", "Trạng thái"), lines_asked, name=name)


def _in_parts(officer: Officer, kind: Behind, keys: Sequence[int | str]) -> Iterator[Any]:
    """Rows for a file: a province has more payments in a year than a statement of SQLite takes values."""
    for start in range(0, len(keys), _PART):
        yield from rows_behind(officer, kind, list(keys[start : start + _PART]))
