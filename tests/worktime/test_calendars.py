"""Calendars of agencies: own days, own hours, versions, provisional years."""

from datetime import date, datetime

import pytest

from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.worktime import national
from motcua.worktime.actions import publish_version, set_hours
from motcua.worktime.cases import Case, Limit, Unit
from motcua.worktime.due import compute
from motcua.worktime.queries import calendar_for

pytestmark = pytest.mark.django_db
ADMIN = Actor("staff", "1", "Quản trị xã")
CHAIN = ("XA", "TINH")
DAY = date(2026, 6, 1)


def publish(scope: str, year: int, off: list[str], worked: list[str] | None = None, **more: bool) -> None:
    publish_version(
        actor=ADMIN,
        scope=scope,
        year=year,
        off=[{"day": day, "why": "nghỉ riêng"} for day in off],
        worked=[{"day": day, "why": "làm bù"} for day in worked or []],
        source="Thông báo số 1",
        **more,
    )


def due_in(scopes: tuple[str, ...], received: str, days: int) -> tuple[str, str, bool]:
    case = Case(datetime.fromisoformat(received), Limit(days, Unit.WORKING_DAY))
    due = compute(case, calendar_for(scopes, DAY))
    return due.due_date.isoformat(), due.calendar_version, due.provisional


def test_without_own_rows_it_is_the_national_calendar_itself() -> None:
    assert calendar_for(CHAIN, DAY) is national.calendar()


def test_own_days_are_added_to_the_wider_ones_and_named_in_the_version() -> None:
    publish("TINH", 2026, ["2026-06-02"])
    publish("XA", 2026, ["2026-06-03"], ["2026-06-06"])
    assert due_in(CHAIN, "2026-06-01T08:00", 1) == ("2026-06-04", "VN 2026.1+TINH.1+XA.1", False)
    assert due_in(("XA2", "TINH"), "2026-06-01T08:00", 1)[0] == "2026-06-03"
    assert due_in(CHAIN, "2026-06-05T08:00", 1)[0] == "2026-06-06"
    assert due_in(CHAIN, "2026-08-28T08:00", 1)[0] == "2026-09-03"  # the national days still hold


def test_the_newest_version_holds_and_the_same_answer_is_the_same_object() -> None:
    publish("XA", 2026, ["2026-06-02"])
    first = calendar_for(CHAIN, DAY)
    assert calendar_for(CHAIN, DAY) is first
    publish("XA", 2026, [])
    assert due_in(CHAIN, "2026-06-01T08:00", 1) == ("2026-06-02", "VN 2026.1+XA.2", False)


def test_the_country_decides_a_provisional_year_with_its_next_version() -> None:
    assert due_in(CHAIN, "2026-12-31T08:00", 1) == ("2027-01-04", "VN 2026.1 2027.1", True)
    publish("", 2027, ["2027-01-01", "2027-01-04"])
    assert due_in(CHAIN, "2026-12-31T08:00", 1) == ("2027-01-05", "VN 2026.1 2027.2", False)


def test_own_days_do_not_make_an_undecided_year_decided_nor_an_unknown_one_known() -> None:
    assert national.calendar().provisional_in(date(2027, 1, 1), date(2027, 1, 1))
    publish("XA", 2027, ["2027-01-04"])
    assert due_in(CHAIN, "2026-12-31T08:00", 1)[::2] == ("2027-01-05", True)
    publish("XA", 2023, ["2023-01-02"])
    with pytest.raises(Refused, match="2023"):
        due_in(CHAIN, "2023-01-01T08:00", 1)
    publish("XA", 2023, ["2023-01-02"], replaces=True)
    assert due_in(CHAIN, "2023-01-01T08:00", 1)[0] == "2023-01-03"


def test_hours_hold_from_their_first_day() -> None:
    set_hours(
        actor=ADMIN,
        scope="XA",
        first_day=date(2026, 6, 1),
        office=[("07:00", "11:00"), ("13:00", "17:30")],
        saturday=[("07:30", "11:30")],
        source="Quy chế",
    )
    assert calendar_for(CHAIN, date(2026, 5, 31)) is national.calendar()
    calendar = calendar_for(CHAIN, DAY)
    assert calendar.closing(date(2026, 6, 2)).isoformat() == "2026-06-02T17:30:00"
    assert calendar.closing(date(2026, 6, 6)).isoformat() == "2026-06-06T11:30:00"


@pytest.mark.parametrize(
    ("off", "worked", "source"),
    [
        (["2026-06-02"], ["2026-06-02"], "TB"),
        (["2027-06-02"], [], "TB"),
        (["mai"], [], "TB"),
        (["2026-06-02"], [], " "),
    ],
)
def test_bad_versions_are_refused(off: list[str], worked: list[str], source: str) -> None:
    with pytest.raises(Refused):
        publish_version(
            actor=ADMIN,
            scope="XA",
            year=2026,
            off=[{"day": day} for day in off],
            worked=[{"day": day} for day in worked],
            source=source,
        )


def test_empty_hours_are_refused() -> None:
    with pytest.raises(Refused, match="Chưa khai giờ làm việc"):
        set_hours(actor=ADMIN, scope="XA", first_day=DAY, office=[], source="Quy chế")
