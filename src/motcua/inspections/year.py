"""What an agency's inspections of a year came to, counted from their rows, and the report of it (TT 25/2014/TT-BTP Điều 27.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.inspections.enums import CheckForm, CheckState, DrawOf, FindingKind, PlanMode, ViolationState
from motcua.inspections.inspection_models import Draw, Finding, Inspection, InspectionPlan, Remedy
from motcua.inspections.models import Violation
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.papers import official
from motcua.rendering.official import Annex, Official, Par, columns


@dataclass(frozen=True, slots=True)
class Year:
    """The inspections an agency made that begin in a year, with all that hangs on them."""

    agency: Agency
    year: int
    plans: Sequence[InspectionPlan]
    rows: Sequence[Inspection]
    drawn: int
    drawn_from: int
    found: Counter[str]
    remedies: Sequence[Remedy]
    violations: Sequence[Violation]

    @property
    def concluded(self) -> list[Inspection]:
        """Those with a conclusion."""
        return [row for row in self.rows if row.concluded_on is not None]

    def late(self, today: date) -> int:
        """Remedies past their day that nobody accepted."""
        return sum(one.closed_at is None and one.due_on < today for one in self.remedies)


def year_of(agency: Agency, year: int) -> Year:
    """Read a year; six statements."""
    rows = list(
        Inspection.objects.filter(agency=agency, first_day__year=year)
        .select_related("target")
        .order_by("first_day", "pk")
    )
    draws = Draw.objects.filter(inspection__in=rows, of=DrawOf.DOSSIERS.value).values_list("drawn", "size")
    lots = [(len(drawn), size) for drawn, size in draws]
    findings = list(Finding.objects.filter(inspection__in=rows).values_list("kind", "violation_id"))
    return Year(
        agency, year, list(InspectionPlan.objects.filter(agency=agency, year=year)), rows,
        sum(many for many, _ in lots), sum(size for _, size in lots), Counter(kind for kind, _ in findings),
        list(Remedy.objects.filter(inspection__in=[row for row in rows if row.concluded_on is not None])),
        list(Violation.objects.filter(pk__in=[key for _, key in findings if key])),
    )  # fmt: skip


def year_paper(of: Year) -> Official:
    """The yearly report on inspections, every number counted."""
    today = clock.today()
    body = (
        Par("I. KẾ HOẠCH KIỂM TRA", True), *(_planned(of) or [Par("Năm này chưa lập kế hoạch kiểm tra.")]),
        Par("II. KẾT QUẢ KIỂM TRA", True), Par(_held(of)), *_drawn(of), Par(_found(of)), *_register(of),
        Par("III. THỰC HIỆN KIẾN NGHỊ", True), Par(_remedied(of, today)),
        Par("IV. ĐỀ XUẤT, KIẾN NGHỊ", True), Par("………………………………"),
    )  # fmt: skip
    rows = tuple(
        (str(n), row.title, row.target.name, f"{row.first_day:%d/%m/%Y}", row.status.label,
         f"{row.conclusion}, {row.concluded_on:%d/%m/%Y}" if row.concluded_on else "–")
        for n, row in enumerate(of.rows, start=1)
    )  # fmt: skip
    heads = columns(
        ("TT", 8.0), ("Cuộc kiểm tra", 54), ("Đơn vị", 40), ("Ngày", 22), ("Tình trạng", 28), ("Kết luận", 28)
    )
    name = f"(Kèm theo Báo cáo năm {of.year})"
    return official(
        of.agency, kind="BÁO CÁO", mark="BC",
        subject=f"Kết quả kiểm tra công tác kiểm soát thủ tục hành chính năm {of.year}", body=body, day=None,
        year=of.year, annexes=(Annex("Danh sách các cuộc kiểm tra", name, heads, rows),) if rows else (),
        recipients=("Cơ quan cấp trên",),
    )  # fmt: skip


def _planned(of: Year) -> list[Par]:
    return [
        Par(f"- {plan.title} ({PlanMode(plan.mode).label.lower()}"
            + (f"; Quyết định số {plan.decision} ngày {plan.decided_on:%d/%m/%Y}" if plan.decided_on else "; chưa ban hành")
            + ").")
        for plan in of.plans
    ]  # fmt: skip


def _held(of: Year) -> str:
    done = of.concluded
    planned = sum(row.form == CheckForm.PLANNED.value for row in done)
    special = sum(row.special for row in done)
    dropped = sum(row.status is CheckState.DROPPED for row in of.rows)
    return (
        f"Trong năm đã kết luận {len(done)} cuộc kiểm tra: {planned} cuộc theo kế hoạch, {len(done) - planned} cuộc đột xuất, "
        f"trong đó {special} cuộc do Tổ kiểm tra đặc biệt; {len(of.rows) - len(done) - dropped} cuộc chưa kết luận, "
        f"{dropped} cuộc không tiến hành."
    )


def _drawn(of: Year) -> list[Par]:
    words = f"Đã rút ngẫu nhiên {of.drawn} hồ sơ trong {of.drawn_from} hồ sơ để kiểm tra."
    return [Par(words)] if of.drawn else []


def _found(of: Year) -> str:
    return (
        "Phát hiện: "
        + ", ".join(f"{of.found[kind.value]} {kind.label.lower()}" for kind in FindingKind)
        + "."
    )


def _register(of: Year) -> list[Par]:
    if not of.violations:
        return []
    handled = sum(row.status is ViolationState.HANDLED for row in of.violations)
    return [Par(f"Đã ghi sổ vi phạm {len(of.violations)} trường hợp, đã xử lý {handled}.")]


def _remedied(of: Year, today: date) -> str:
    closed = sum(one.closed_at is not None for one in of.remedies)
    return f"Có {len(of.remedies)} kiến nghị: đã thực hiện xong {closed}, quá hạn chưa xong {of.late(today)}."
