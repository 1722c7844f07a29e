"""What the sample assumes where the source is silent. Each is written where it can be seen, with this reason."""

from datetime import date
from random import Random

from motcua.catalogue.actions import set_time_limit
from motcua.catalogue.enums import OnlineLevel, Unit
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.datastore.writing import act
from motcua.kernel.people import SYSTEM
from motcua.regimes.actions import set_value

REASON = "Giả định của dữ liệu mẫu, không phải quy định"
_FIRST_DAY = date(2024, 1, 1)

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
