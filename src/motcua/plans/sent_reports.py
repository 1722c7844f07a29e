"""The register of reports sent: entered with number, period and receiver; taken out with a reason; never deleted.

It stands beside outreach and the budget, its relatives in control work, and not in an application of its own: a report
sent is what plans ask for and what proves their tasks.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.plans.sent_models import SentReport

OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report: its name, of which kind of plan it tells, the regime's document, and the folded words that mean it.

    `words` mean it by themselves, `beside` next to «thủ tục hành chính» or «cải cách», `periodic` where a period is told.
    """

    code: str
    name: str
    plan: str
    basis: str
    words: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    periodic: tuple[str, ...] = ()


@cache
def report_kinds() -> Mapping[str, ReportKind]:
    """The packaged kinds by code."""
    text = (files("motcua.plans") / "data" / "report_kinds.toml").read_text("utf-8")
    return {one.code: one for one in map(_kind, tomllib.loads(text)["kind"])}


def _kind(raw: dict[str, Any]) -> ReportKind:
    lists = {name: tuple(raw.get(name, ())) for name in ("words", "beside", "periodic")}
    return ReportKind(raw["code"], raw["name"], raw["plan"], raw["basis"], **lists)


def kind_for_plan(plan_kind: str) -> str:
    """The kind of the reports on plans of a kind; `OTHER` where there is none."""
    return next((one.code for one in report_kinds().values() if one.plan == plan_kind), OTHER)


def name_of(kind: str) -> str:
    """A kind in words; its code when it is packaged no more."""
    known = report_kinds().get(kind)
    return known.name if known else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSent:
    """A report as it was sent. `to_agency` or `to_name` says to whom."""

    agency: Agency
    kind: str
    title: str
    first: date
    last: date
    number: str
    signed_on: date
    sent_on: date
    way: str
    to_agency: Agency | None = None
    to_name: str = ""
    url: str = ""
    file: Blob | None = None
    file_name: str = ""


def enter_sent(new: NewSent, *, actor: Actor) -> SentReport:
    """Enter a report that was sent. Refused without title, number or receiver, for days that cannot be, and a second time."""
    _check(new)
    row = SentReport(
        agency=new.agency, kind=new.kind, title=squeeze(new.title), period_first=new.first, period_last=new.last,
        number=squeeze(new.number), signed_on=new.signed_on, sent_on=new.sent_on, way=new.way, to_agency=new.to_agency,
        to_name=new.to_agency.name if new.to_agency else squeeze(new.to_name), url=new.url, file=new.file,
        file_name=new.file_name[:255], entered_at=clock.now(), entered_by=actor.label,
    )  # fmt: skip
    try:
        with act():
            row.save()
            _record(actor, "enter_sent_report", row)
    except IntegrityError:
        raise Refused("Báo cáo này đã ghi là gửi tới nơi đó.", field="number", code="again") from None
    return row


def _check(new: NewSent) -> None:
    if new.kind not in report_kinds():
        raise Refused("Chọn loại báo cáo.", field="kind")
    if not squeeze(new.title):
        raise Refused("Ghi tên báo cáo.", field="title")
    if not squeeze(new.number):
        raise Refused("Ghi số, ký hiệu của báo cáo.", field="number")
    if new.to_agency is None and not squeeze(new.to_name):
        raise Refused("Chọn cơ quan nhận, hoặc ghi tên nơi nhận.", field="to_name")
    if new.last < new.first:
        raise Refused("Ngày cuối kỳ phải từ ngày đầu trở đi.", field="last")
    if new.sent_on < new.signed_on:
        raise Refused("Ngày gửi phải từ ngày ký trở đi.", field="sent_on")
    if new.sent_on > clock.today():
        raise Refused("Chỉ ghi báo cáo đã gửi.", field="sent_on")


def take_out(report_id: int, *, why: str, actor: Actor) -> SentReport:
    """An entry that was wrong counts no more; it is kept with who took it out and why."""
    if not squeeze(why):
        raise Refused("Ghi vì sao bỏ.", field="why")
    with act():
        row = locked(SentReport, report_id, "agency")
        if row.withdrawn_at is not None:
            raise Refused("Báo cáo này đã bỏ khỏi sổ.", code="withdrawn")
        row.withdrawn_at, row.withdrawn_by = clock.now(), actor.label
        row.withdrawn_why = squeeze(why)[:300]
        row.save()
        _record(actor, "take_out_sent_report", row)
    return row


def sent_in(agency: Agency, year: int) -> QuerySet[SentReport]:
    """What an agency sent in a year, the newest first; what was taken out too."""
    return SentReport.objects.filter(agency=agency, sent_on__year=year)


def receivers_of(agency: Agency) -> list[Agency]:
    """The agencies above, the nearest first."""
    above = Agency.objects.filter(code__in=agency.chain).exclude(pk=agency.pk)
    return sorted(above, key=lambda one: len(one.path), reverse=True)


def _record(actor: Actor, what: str, row: SentReport) -> None:
    record(
        actor, action=f"plans.{what}", kind="sent_report", key=row.pk, agency=row.agency.code, detail={"kind": row.kind}
    )  # fmt: skip
