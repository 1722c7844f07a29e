"""Outreach: weeks against the norm, one count a link, nothing without proof."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Absence, Staff
from motcua.plans import outreach
from motcua.plans.control_enums import ChannelKind, PostKind
from motcua.plans.control_models import OutreachChannel, Post
from motcua.plans.outreach import NewPost, weeks_met, weeks_of

JUNE = weeks_of(date(2026, 6, 1), date(2026, 6, 30))


def test_weeks_are_those_that_begin_in_the_month() -> None:
    assert [day.day for day in JUNE] == [1, 8, 15, 22, 29]
    assert weeks_of(date(2026, 7, 1), date(2026, 7, 31))[0] == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("first", "last", "counted", "today", "counts", "owed", "met"),
    [
        # The week of today is not over: what is there is shown, nothing is owed yet; later ones are still to come.
        (date(2020, 1, 1), None, {1: 1, 8: 2}, date(2026, 6, 17), (1, 2, 0, None, None), 2, 2),
        (date(2020, 1, 1), None, {1: 1}, date(2026, 6, 22), (1, 0, 0, 0, None), 3, 1),
        # Came on a Wednesday, left on a Thursday: those weeks are not owed.
        (date(2026, 6, 10), None, {15: 1}, date(2026, 7, 31), (None, None, 1, 0, 0), 3, 1),
        (date(2020, 1, 1), date(2026, 6, 11), {8: 1}, date(2026, 7, 31), (0, 1, None, None, None), 1, 0),
    ],
)
def test_a_week_is_owed_when_it_was_worked_and_is_over(
    first: date,
    last: date | None,
    counted: dict[int, int],
    today: date,
    counts: tuple[Any, ...],
    owed: int,
    met: int,
) -> None:
    staff: Any = SimpleNamespace(first_day=first, last_day=last)
    found = weeks_met(
        staff, JUNE, {date(2026, 6, day): many for day, many in counted.items()}, norm=1, today=today
    )
    assert (found.counts, found.owed, found.met) == (counts, owed, met)


@pytest.fixture
def writer(db: None) -> Staff:
    return factories.officer(factories.agency(), "Người Viết")


def post(writer: Staff, **more: Any) -> Post:
    given = {
        "agency": writer.agency, "staff": writer, "kind": PostKind.ARTICLE, "title": "Nộp hồ sơ tại nhà",
        "day": date(2026, 6, 2), "url": "https://xa.example/tin/1", **more,
    }  # fmt: skip
    with frozen(moment("2026-06-03 09:00")):
        return outreach.enter_post(NewPost(**given), actor=CLERK)


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"url": ""}, "ảnh chụp"),
        ({"day": date(1900, 1, 1)}, "làm việc từ ngày"),
        ({"day": date(2026, 6, 4)}, "đã đăng"),
        ({"title": " "}, "tên tin"),
    ],
)
def test_what_entering_refuses(writer: Staff, more: dict[str, Any], refused: str) -> None:
    with pytest.raises(Refused, match=refused):
        post(writer, **more)


def test_a_link_counts_once_until_it_is_withdrawn(writer: Staff) -> None:
    first = post(writer)
    for again in ("https://xa.example/tin/1", "https://XA.example/tin/1/?utm_source=zalo#binh-luan"):
        with pytest.raises(Refused, match="đã được ghi"):
            post(writer, title="Cùng bài", url=again)
    assert post(writer, url="https://xa.example/tin?so=1").url == "https://xa.example/tin?so=1"
    outreach.withdraw_post(first.pk, why="Ghi nhầm người", actor=CLERK)
    assert post(writer)


def test_counts_by_person_kind_and_channel(writer: Staff, django_assert_max_num_queries: Any) -> None:
    other = factories.officer(writer.agency, "Người Khác")
    with frozen(moment("2026-06-01 08:00")):
        zalo = outreach.open_channel(
            writer.agency, kind=ChannelKind.ZALO, name="Zalo xã", url="https://zalo.me/xa", actor=CLERK
        )
        campaign = outreach.begin_campaign(
            writer.agency, title="Tháng cao điểm", audience="Người dân", first=date(2026, 6, 1),
            last=date(2026, 6, 30), wanted=2, actor=CLERK,
        )  # fmt: skip
    post(writer, channel=zalo, campaign=campaign)
    post(writer, url="https://xa.example/tin/2", kind=PostKind.BROADCAST, times=12)
    with django_assert_max_num_queries(8):
        weeks = outreach.by_week(writer.agency, JUNE, date(2026, 6, 9))
    # A broadcast is put out, and not what the norm of a person counts.
    assert {one.staff.pk: (one.total, one.met, one.owed) for one in weeks} == {
        writer.pk: (1, 1, 1),
        other.pk: (0, 0, 1),
    }
    rows = outreach.posts_of(writer.agency, date(2026, 6, 1), date(2026, 6, 30))
    assert outreach.by_kind(rows) == {PostKind.ARTICLE: (1, 1), PostKind.BROADCAST: (1, 12)}
    assert outreach.by_channel(writer.agency, date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 9)) == [
        (zalo, 1)
    ]
    assert outreach.campaigns_of(writer.agency, 2026) == [(campaign, 1)]


def test_a_week_without_a_day_at_work_is_not_owed(writer: Staff) -> None:
    """Tết 2026 is off from Monday 16 to Friday 20 February; the week after the officer was away."""
    weeks = weeks_of(date(2026, 2, 9), date(2026, 2, 23))
    Absence.objects.create(
        staff=writer, first_day=date(2026, 2, 23), last_day=date(2026, 2, 27), reason="Nghỉ phép"
    )
    [found] = outreach.by_week(writer.agency, weeks, date(2026, 3, 2))
    assert (found.counts, found.owed) == ((0, None, None), 1)


def test_a_channel_and_a_campaign_entered_wrong_are_mended(writer: Staff) -> None:
    row = outreach.open_channel(
        writer.agency, kind=ChannelKind.ZALO, name="Zalo xã", url="https://z.example", actor=CLERK
    )
    OutreachChannel.objects.update(first_day=date(2026, 1, 5))
    with frozen(moment("2026-06-01 08:00")):
        outreach.close_channel(row.pk, actor=CLERK)
        with pytest.raises(Refused, match="đã dừng"):
            outreach.close_channel(row.pk, actor=CLERK)
        made = outreach.open_channel(
            writer.agency, kind=ChannelKind.SPEAKERS, name="Loa", url="", actor=CLERK
        )
        outreach.close_channel(made.pk, actor=CLERK)
        assert list(outreach.channels_of(writer.agency, date(2026, 6, 1))) == []
