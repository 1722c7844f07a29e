"""Charts: positions follow the figures, and nothing measured is told apart from zero."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from motcua.doors.frame import charts
from motcua.doors.frame.gallery import gallery_context

shares = st.decimals(min_value=0, max_value=1, places=3)


def drawn(chart: charts.Chart) -> Any:
    body = Template("{% load frame %}{% chart it %}").render(Context({"it": chart}))
    return html.fragment_fromstring(body)


def groups(*points: str | None) -> list[charts.DialGroup]:
    return [
        charts.DialGroup(
            f"G{place}", f"Nhóm {place}", Decimal(each) if each is not None else None, Decimal(20)
        )
        for place, each in enumerate(points)
    ]


def test_the_dial_singles_out_the_group_that_loses_the_most() -> None:
    dial = charts.dial(groups("19", "12.5", "20"), title="Chỉ số", total=Decimal("51.5"))
    assert [arc.costliest for arc in dial.arcs] == [False, True, False]
    assert dial.arcs[1].lost == "7,50"
    assert not any(
        arc.costliest for arc in charts.dial(groups("20", "20"), title="x", total=Decimal(40)).arcs
    )


def test_the_dial_tells_not_measured_from_zero() -> None:
    dial = charts.dial(groups("0", None), title="Chỉ số", total=None, out_of="trên 20 điểm đo được")
    zero, unknown = dial.arcs
    assert (zero.points, zero.reached, zero.share) == ("0,00", "", "0")
    assert (unknown.points, unknown.share, unknown.costliest) == ("chưa đo được", "", False)
    tree = drawn(dial)
    assert len(tree.xpath(".//path[@class='c-hatch']")) == 1
    assert "Nhóm 1 chưa đo được" in tree.xpath(".//desc")[0].text


@given(st.lists(shares, min_size=1, max_size=8))
def test_no_coordinate_leaves_the_picture(values: list[Decimal]) -> None:
    dial = charts.dial(
        [charts.DialGroup(str(n), "x", value * 20, Decimal(20)) for n, value in enumerate(values)],
        title="x",
        total=None,
    )
    for arc in dial.arcs:
        assert all(
            0 <= float(number) <= 200 for number in re.findall(r"-?\d+\.?\d*", arc.track + arc.reached)
        )


def test_the_code_of_a_narrow_first_group_is_wholly_in_the_picture() -> None:
    """2 points of 82: its code stands at the very bottom."""
    sizes = ("2", "20", "12", "10", "20", "18")
    dial = charts.dial(
        [charts.DialGroup(str(n), "x", Decimal(1), Decimal(most)) for n, most in enumerate(sizes)],
        title="x",
        total=None,
    )
    left, top, wide, high = map(int, drawn(dial).xpath(".//svg")[0].get("viewbox").split())
    for text in drawn(dial).xpath(".//text[@class='code-label']"):
        x, base = float(text.get("x")), float(text.get("y")) + float(text.get("dy"))
        assert left + 4 <= x <= left + wide - 4
        assert top + 8 <= base <= top + high - 4


def test_a_bar_is_as_long_as_its_figure_and_short_of_its_aim() -> None:
    rows = charts.bars(
        [charts.Bar("a", Decimal("74.6"), aim=80), charts.Bar("b", 80, aim=80),
         charts.Bar("c", None, aim=45)],
        title="x", unit="%", most=100, places=1,
    ).rows  # fmt: skip
    assert [(row.width, row.text, row.short) for row in rows] == [
        ("74.6", "74,6 %", True), ("80", "80,0 %", False), ("0", "chưa đo được", False),
    ]  # fmt: skip
    assert rows[0].aim_text == "80 %"


def test_bars_of_nothing_are_drawn_too() -> None:
    assert "Chưa có số liệu" in drawn(charts.bars([], title="x")).text_content()
    assert charts.bars([charts.Bar("a", 0)], title="x").rows[0].width == "0"


def test_a_trend_breaks_where_nothing_was_measured() -> None:
    points = [charts.TrendPoint(f"T{n}", value) for n, value in enumerate([10, 20, None, 30], start=1)]
    line = charts.trend(points, title="x", ceiling=100)
    assert line.line.count("M") == 2
    assert [mark.y for mark in line.marks] == ["90", "80", "", "70"]
    assert "T3 chưa đo được" in line.words


def test_a_trend_of_nothing_is_drawn_too() -> None:
    drawn(charts.trend([], title="x"))
    drawn(charts.trend([charts.TrendPoint("T1", None)], title="x"))
    assert charts.trend([charts.TrendPoint("T1", 0)], title="x").marks[0].y == "100"


def test_the_axis_has_round_figures() -> None:
    assert charts.trend([charts.TrendPoint("T1", 1312)], title="x").axis == ("1.500", "750", "0")


def test_heat_tints_by_share_and_hatches_the_unmeasured() -> None:
    cells = tuple(
        charts.HeatCell(Decimal(s) if s else None, s or "–") for s in ["0.499", "0.5", "0.9", "1", ""]
    )
    heat = charts.heat([charts.HeatRow("Xã", cells)], [(str(n), f"Nhóm {n}") for n in range(5)], title="x")
    assert [tint for _cell, tint in heat.rows[0][1]] == ["h0", "h1", "h4", "h4", "none"]
    assert "Thấp nhất: Xã, Nhóm 0" in heat.words
    assert len(heat.key) == 6


def test_every_task_stands_once_on_the_year_line() -> None:
    tasks = [charts.YearTask(f"v{n}", date(2026, 1 + n % 12, 3), "running", "Đang làm") for n in range(40)]
    tasks += [
        charts.YearTask("năm sau", date(2027, 1, 3), "running", "Đang làm"),
        charts.YearTask("luôn", None, "done", "Xong"),
    ]
    line = charts.year_line(tasks, title="x", year=2026, today=date(2026, 11, 20))
    assert sum(len(month.tasks) + month.more for month in line.months) == 40
    assert {task.title for task in line.undated} == {"năm sau", "luôn"}
    assert [month.label for month in line.months if month.here] == ["T11"]
    assert len(drawn(line).xpath(".//tbody/tr")) == 42


def test_a_crowded_month_says_how_many_more() -> None:
    tasks = [charts.YearTask(f"v{n}", date(2026, 3, 3), "running", "Đang làm") for n in range(30)]
    march = charts.year_line(tasks, title="x", year=2026, today=date(2026, 1, 1)).months[2]
    assert (len(march.tasks), march.more) == (24, 6)


def test_every_chart_says_what_it_shows_and_carries_its_figures() -> None:
    context = gallery_context()
    for name in ("dial", "bars", "trend", "heat", "year"):
        tree = drawn(context[name])
        assert tree.tag == "figure"
        assert tree.xpath(".//figcaption/text()")
        assert tree.xpath(".//table"), name
        for svg in tree.xpath(".//svg"):
            assert svg.get("aria-hidden") == "true" or svg.xpath("./title and ./desc"), name


def test_no_language_writes_a_comma_into_a_path() -> None:
    with translation.override("vi"):
        for name in ("dial", "bars", "trend"):
            for value in drawn(gallery_context()[name]).xpath(".//@d | .//@width | .//@x | .//@y"):
                assert "," not in value


def test_no_text_from_outside_becomes_markup() -> None:
    """The charts of many parts are written without templates: each of their texts is escaped here."""
    evil = "\"><script>x</script>&'"
    cell = charts.HeatCell(Decimal("0.5"), evil, evil)
    point = charts.TrendPoint(evil, Decimal(5), evil, evil)
    task = charts.YearTask(evil, date(2026, 3, 5), "late", evil, evil)
    plain = charts.YearTask(evil, None, evil, evil)
    for chart in (
        charts.heat([charts.HeatRow(evil, (cell,), evil)], [(evil, evil)], title=evil, note=evil),
        charts.trend([point], title=evil, unit=evil, aim=Decimal(3), note=evil),
        charts.year_line([task, plain], title=evil, year=2026, today=date(2026, 3, 1), note=evil),
    ):
        found = drawn(chart)
        assert found.findall(".//script") == []
        assert evil in "".join(found.itertext())
        assert all(not name.startswith("on") for each in found.iter() for name in each.attrib)
        assert all(link.get("href") == evil for link in found.iter("a"))
