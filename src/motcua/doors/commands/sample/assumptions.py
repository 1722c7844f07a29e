"""What the sample assumes where the source is silent. Each is written where it can be seen, with this reason."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from motcua.catalogue.actions import set_time_limit
from motcua.catalogue.enums import OnlineLevel, ProcessState, Role, Unit
from motcua.catalogue.models import InternalProcess, Procedure, ProcedureVersion, ProcessStep, TimeLimit
from motcua.datastore.writing import act
from motcua.kernel.people import SYSTEM
from motcua.regimes.actions import set_value

REASON = "Giả định của dữ liệu mẫu, không phải quy định"
_FIRST_DAY = date(2024, 1, 1)
# The steps of the common process, and which share of the limit each is assumed to take; the desk's own take none.
_STEPS = (
    ("Tiếp nhận, kiểm tra, số hóa và chuyển hồ sơ", "Công chức tại Bộ phận Một cửa", Role.RECEPTION, 0),
    ("Phân công người thụ lý", "Lãnh đạo đơn vị chuyên môn", Role.UNIT_HEAD, 4),
    ("Thẩm định, dự thảo kết quả", "Công chức chuyên môn", Role.SPECIALIST, 60),
    ("Ký duyệt kết quả", "Lãnh đạo cơ quan", Role.LEADER, 24),
    ("Vào sổ, đóng dấu, chuyển kết quả về Bộ phận Một cửa", "Văn thư", Role.CLERK, 12),
    ("Trả kết quả", "Công chức tại Bộ phận Một cửa", Role.RETURN, 0),
)

# Procedures that people ask for every day and whose source names no sure limit: working days, 0 is the same day.
_LIMITS = {
    "2.000815": 0,
    "2.000884": 0,
    "2.001035": 2,
    "1.000894": 1,
    "1.004873": 3,
    "1.001022": 3,
    "1.004859": 3,
    "1.004884": 5,
}


def set_limits() -> None:
    """Make the most asked-for procedures receivable."""
    for procedure in Procedure.objects.filter(code__in=_LIMITS).order_by("code"):
        set_time_limit(
            procedure, _LIMITS[procedure.code], Unit.WORKING_DAY, SYSTEM, REASON, first_day=_FIRST_DAY
        )


def set_online_levels(chance: Random) -> None:
    """Say how far services go online where the source does not: two in three fully."""
    unknown = ProcedureVersion.objects.filter(online_level=OnlineLevel.UNKNOWN.value).order_by("pk")
    with act():
        for version in unknown:
            level = OnlineLevel.FULL if chance.random() < 0.66 else OnlineLevel.PARTIAL
            version.online_level = level.value
            version.note = f"{version.note} Mức độ trực tuyến: {REASON.lower()}.".strip()
            version.save(update_fields=["online_level", "note"])


def set_step_hours(versions: Sequence[ProcedureVersion]) -> None:
    """An internal process for each version that has none of its own: the common steps, with hours within its limit.

    The common process names no times, and without times nothing can be foretold and no step is early or late. Every
    hour is marked as assumed on the page of the process. Four statements.
    """
    having = set(InternalProcess.objects.filter(usable=True).values_list("version_id", flat=True))
    limits = {limit.version_id: limit for limit in TimeLimit.objects.filter(channel="", case="")}
    bare = [one for one in versions if one.pk not in having and one.pk in limits and limits[one.pk].sure]
    with act():
        made = InternalProcess.objects.bulk_create(
            InternalProcess(
                version=one, key=f"MAU-{one.procedure.code}-{one.number}"[:40], state=ProcessState.EXAMPLE.value,
                name=f"Quy trình giả định: {one.procedure.short_name or one.name}"[:500], usable=True, note=REASON,
                total=_hours_of(limits[one.pk]), unit=Unit.HOUR.value, source=REASON,
            )
            for one in bare
        )  # fmt: skip
        ProcessStep.objects.bulk_create(
            ProcessStep(
                process=process, order=order, label=f"B{order}", name=name, performer=performer, role=role.value,
                duration=_share(process.total, share), unit=Unit.HOUR.value if share else "", assumed=bool(share),
            )
            for process in made
            for order, (name, performer, role, share) in enumerate(_STEPS, start=1)
        )  # fmt: skip


def _hours_of(limit: TimeLimit) -> Decimal:
    """The working hours of a limit; a day for what is settled the same day."""
    value = Decimal(limit.value or 0)
    if limit.unit == Unit.HOUR.value:
        return max(value, Decimal(1))
    days = value * 5 / 7 if limit.unit == Unit.CALENDAR_DAY.value else value
    return (days * 8).quantize(Decimal("0.25")) or Decimal(8)


def _share(total: Decimal | None, percent: int) -> Decimal | None:
    return (
        max((total or Decimal(0)) * percent / 100, Decimal("0.1")).quantize(Decimal("0.01"))
        if percent
        else None
    )


def set_places() -> None:
    """Invented people bear numbers of no province (000), so that none is a living person's: here they pass."""
    places = {"first_province": 0, "last_province": 96, "first_country": 101}
    set_value(
        actor=SYSTEM, key="clean.identity_places", value=places, scope="", first_day=_FIRST_DAY, reason=REASON
    )


def set_account(scope: str) -> None:
    """An account for fees, so that VietQR codes can be tried: no bank has this number."""
    account = {"bank_bin": "970400", "bank_account": "9990000000101", "bank_account_name": "TAI KHOAN MAU"}
    for name, value in account.items():
        set_value(
            actor=SYSTEM,
            key=f"payments.{name}",
            value=value,
            scope=scope,
            first_day=_FIRST_DAY,
            reason=REASON,
        )
