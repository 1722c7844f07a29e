"""Changing a setting: a new dated row, with author and reason, and its record."""

from datetime import date
from typing import Any

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.regimes import law
from motcua.regimes.enums import Grade
from motcua.regimes.models import Setting
from motcua.regimes.queries import newest_day


def set_value(
    *,
    actor: Actor,
    key: str,
    value: Any,
    scope: str,
    first_day: date,
    reason: str,
    last_day: date | None = None,
    source: str = "",
    grade: Grade = Grade.LOCAL,
) -> Setting:
    """Set a rule for an agency from a day on. Refuses an unknown key, a missing reason, reversed days."""
    return _add(
        actor, key, scope, first_day, reason, value=value, last_day=last_day, source=source, grade=grade
    )


def withdraw(*, actor: Actor, key: str, scope: str, first_day: date, reason: str) -> Setting:
    """End an agency's own value from a day on: what holds above it holds again."""
    return _add(actor, key, scope, first_day, reason, value=None, withdrawn=True)


def refuse_before_newest(*, key: str, scope: str, first_day: date) -> None:
    """Refuses a day before the one from which the scope's newest own value holds."""
    if first_day < (last := newest_day(key, scope, first_day)):
        raise Refused(
            f"Đã có bản áp dụng từ ngày {last:%d/%m/%Y}. Chọn từ ngày đó trở đi.",
            field="first_day",
            code="newer",
        )


def _add(actor: Actor, key: str, scope: str, first_day: date, reason: str, **values: Any) -> Setting:
    if key not in law.rows():
        raise Refused(f"Không có thiết lập «{key}».", field="key", code="unknown_rule")
    if not reason.strip():
        raise Refused("Hãy ghi lý do thay đổi thiết lập.", field="reason")
    last_day = values.get("last_day")
    if last_day and last_day < first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day")
    setting = Setting(
        scope=scope,
        key=key,
        first_day=first_day,
        reason=reason.strip(),
        author=actor.label,
        created_at=clock.now(),
        **values,
    )
    with act():
        setting.save()
        detail = {"key": key, "value": setting.value, "from": first_day.isoformat(), "reason": setting.reason}
        record(actor, action="regimes.set", kind="setting", key=setting.pk, agency=scope, detail=detail)
    return setting
