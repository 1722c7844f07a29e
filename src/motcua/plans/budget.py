"""The budget of the control work: norms by day, the estimate, what was spent, the settlement (REQ C10). Amounts in đồng."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet, Sum

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.money import dong
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.plans.control_models import BudgetLine, BudgetSettlement, BudgetSpending
from motcua.regimes.queries import explain, rule
from motcua.regimes.rules import Row

# Đồng; more in one line is a slip of the finger, and sums of it would not fit where they are kept.
MOST = 999_999_999_999_999


@dataclass(frozen=True, slots=True)
class Content:
    """What money is spent on, and counted in what."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line with what was spent on it."""

    line: BudgetLine
    content: Content
    spent: int

    @property
    def left(self) -> int:
        """What may still be spent."""
        return self.line.estimate - self.spent


@cache
def contents() -> Mapping[str, Content]:
    """The packaged contents by code."""
    text = (files("motcua.plans") / "data" / "budget.toml").read_text("utf-8")
    return {
        raw["code"]: Content(raw["code"], raw["name"], raw["unit"]) for raw in tomllib.loads(text)["content"]
    }


def norm_of(agency: Agency, content: str, day: date) -> int | None:
    """The most that may be spent on one unit of a content on a day; None where the agency has set no norm."""
    norms = rule("budget.norms", on=day, scopes=agency.chain)
    return int(norms[content]) if content in norms else None


def norms_row(agency: Agency, year: int) -> Row:
    """The row that gives an agency its norms of a year: how much by content, from which document, set by whom."""
    return explain("budget.norms", on=date(year, 1, 1), scopes=agency.chain)


def estimate(
    agency: Agency, year: int, *, content: str, words: str, quantity: int, unit_amount: int, actor: Actor
) -> BudgetLine:
    """A line of the estimate. Refuses an amount above the norm, and a year already settled."""
    if content not in contents():
        raise Refused("Chọn nội dung chi.", field="content", code="content")
    if not squeeze(words):
        raise Refused("Ghi diễn giải.", field="words", code="words")
    if quantity < 1 or unit_amount < 1:
        raise Refused("Số lượng và mức chi phải lớn hơn 0.", field="quantity", code="quantity")
    if quantity * unit_amount > MOST:
        raise Refused(f"Khoản này quá lớn: nhiều nhất {dong(MOST)}.", field="quantity", code="most")
    norm = norm_of(agency, content, date(year, 1, 1))
    if norm is not None and unit_amount > norm:
        raise Refused(f"Mức chi vượt định mức {dong(norm)}.", field="unit_amount", code="norm")
    with act():
        _not_settled(agency, year)
        made = BudgetLine.objects.create(
            agency=agency, year=year, content=content, words=squeeze(words), quantity=quantity,
            unit_amount=unit_amount, norm=norm, made_at=clock.now(), made_by=actor.label,
        )  # fmt: skip
        _record(actor, "estimate", "budget_line", made.pk, agency, {"year": year, "content": content})
    return made


def spend(line_id: int, *, day: date, amount: int, document: str, actor: Actor) -> BudgetSpending:
    """Money spent on a line. Refuses more than is left, another year's day, and a year already settled."""
    if amount < 1:
        raise Refused("Số tiền phải lớn hơn 0.", field="amount", code="amount")
    if not squeeze(document):
        raise Refused("Ghi số chứng từ.", field="document", code="document")
    if day > clock.today():
        raise Refused("Ngày này chưa đến.", field="day", code="day")
    with act():
        line = locked(BudgetLine, line_id, "agency")
        _not_settled(line.agency, line.year)
        if day.year != line.year:
            raise Refused(f"Khoản này thuộc dự toán năm {line.year}.", field="day", code="year")
        left = line.estimate - _spent(BudgetSpending.objects.filter(line=line))
        if amount > left:
            raise Refused(
                f"Dự toán chỉ còn {dong(left)}. Lập thêm dự toán trước khi chi.", field="amount", code="left"
            )
        made = BudgetSpending.objects.create(
            line=line, day=day, amount=amount, document=squeeze(document), entered_at=clock.now(),
            entered_by=actor.label,
        )  # fmt: skip
        _record(actor, "spend", "budget_line", line.pk, line.agency, {"amount": amount})
    return made


def begin_with_last_year(agency: Agency, year: int, *, actor: Actor) -> list[BudgetLine]:
    """The estimate of a year begun with the lines of the year before, each at most at the norm of the new year.

    Refused when the year has lines already, is settled, or there is nothing to begin with.
    """
    with act():
        _not_settled(agency, year)
        if BudgetLine.objects.filter(agency=agency, year=year).exists():
            raise Refused(f"Năm {year} đã có dự toán.", code="begun")
        before = list(BudgetLine.objects.filter(agency=agency, year=year - 1))
        if not before:
            raise Refused(f"Năm {year - 1} không có khoản nào để lấy sang.", code="no_estimate")
        norms = {one.content: norm_of(agency, one.content, date(year, 1, 1)) for one in before}
        made = [
            BudgetLine(
                agency=agency, year=year, content=one.content, words=one.words, quantity=one.quantity,
                unit_amount=min(one.unit_amount, norms[one.content] or one.unit_amount), norm=norms[one.content],
                made_at=clock.now(), made_by=actor.label,
            )
            for one in before
        ]  # fmt: skip
        BudgetLine.objects.bulk_create(made)
        _record(actor, "begin", "budget", year, agency, {"year": year, "lines": len(made)})
    return made


def drop_line(line_id: int, *, why: str, actor: Actor) -> None:
    """A line entered by mistake is taken out; what it said stays in the record. Refused once money was spent on it."""
    _why(why)
    with act():
        line = locked(BudgetLine, line_id, "agency")
        _not_settled(line.agency, line.year)
        if BudgetSpending.objects.filter(line=line).exists():
            raise Refused("Khoản này đã chi. Bỏ các lần chi ghi nhầm trước.", code="spent")
        said = {"content": line.content, "quantity": line.quantity, "unit_amount": line.unit_amount}
        _record(
            actor,
            "drop",
            "budget_line",
            line.pk,
            line.agency,
            {**said, "year": line.year, "why": squeeze(why)},
        )
        line.delete()


def take_back_spending(spending_id: int, *, why: str, actor: Actor) -> BudgetLine:
    """A spending entered by mistake is taken out; what it said stays in the record."""
    _why(why)
    with act():
        row = locked(BudgetSpending, spending_id, "line__agency")
        line = row.line
        _not_settled(line.agency, line.year)
        said = {
            "amount": row.amount,
            "day": row.day.isoformat(),
            "document": row.document,
            "why": squeeze(why),
        }
        _record(actor, "take_back", "budget_line", line.pk, line.agency, said)
        row.delete()
    return line


def settle(agency: Agency, year: int, *, document: str, settled_on: date, actor: Actor) -> BudgetSettlement:
    """The year is settled: its sums are kept, nothing changes any more. Refused without an estimate."""
    if not squeeze(document):
        raise Refused("Ghi văn bản quyết toán.", field="document", code="document")
    if settled_on > clock.today():
        raise Refused("Ngày này chưa đến.", field="settled_on", code="settled_on")
    try:
        with act():
            # Whoever spends holds the line: what is summed here stays so.
            list(BudgetLine.objects.select_for_update().filter(agency=agency, year=year).values_list("pk"))
            rows = standing(agency, year)
            if not rows:
                raise Refused("Năm này chưa lập dự toán.", code="no_estimate")
            made = BudgetSettlement.objects.create(
                agency=agency, year=year, document=squeeze(document), settled_on=settled_on, entered_by=actor.label,
                estimate=sum(one.line.estimate for one in rows), spent=sum(one.spent for one in rows),
            )  # fmt: skip
            _record(actor, "settle", "budget", made.pk, agency, {"year": year, "spent": made.spent})
    except IntegrityError:
        raise Refused("Năm này đã quyết toán.", code="settled") from None
    return made


def standing(agency: Agency, year: int) -> list[LineStanding]:
    """The lines of a year with what was spent; two statements."""
    lines = list(BudgetLine.objects.filter(agency=agency, year=year))
    rows = (
        BudgetSpending.objects.filter(line__in=lines).order_by().values("line_id").annotate(sum=Sum("amount"))
    )
    spent = {row["line_id"]: int(row["sum"]) for row in rows}
    unknown = Content("", "Nội dung không còn trong danh mục", "")
    return [LineStanding(one, contents().get(one.content, unknown), spent.get(one.pk, 0)) for one in lines]


def spendings_of(line: BudgetLine) -> QuerySet[BudgetSpending]:
    """What was spent on a line, by day."""
    return BudgetSpending.objects.filter(line=line)


def settlement_of(agency: Agency, year: int) -> BudgetSettlement | None:
    """The settlement of a year; None while it is open."""
    return BudgetSettlement.objects.filter(agency=agency, year=year).first()


def _spent(rows: QuerySet[BudgetSpending]) -> int:
    return int(rows.aggregate(sum=Sum("amount"))["sum"] or 0)


def _not_settled(agency: Agency, year: int) -> None:
    if BudgetSettlement.objects.filter(agency=agency, year=year).exists():
        raise Refused(f"Năm {year} đã quyết toán: không ghi thêm được.", code="settled")


def _why(words: str) -> None:
    if not words.strip():
        raise Refused("Ghi vì sao bỏ.", field="why", code="why")


def _record(actor: Actor, what: str, kind: str, key: int, agency: Agency, detail: Mapping[str, Any]) -> None:
    record(actor, action=f"plans.{what}_budget", kind=kind, key=key, agency=agency.code, detail=detail)
