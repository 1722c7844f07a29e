"""Figures, days and lists as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from lxml import html

from motcua.doors.frame.components import SHAPES, Summary, TimelineEvent
from motcua.doors.frame.figures import decimal_comma
from motcua.doors.frame.navigation import NavItem, mark_current


def text_of(template: str, **context: Any) -> str:
    return Template("{% load frame %}" + template).render(Context(context)).strip()


def tree_of(template: str, **context: Any) -> Any:
    return html.fragment_fromstring(text_of(template, **context), create_parent="div")


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (1234567, 0, "1.234.567"),
        (Decimal("74.605"), 2, "74,61"),
        (0, 1, "0,0"),
        (-1234.5, 1, "-1.234,5"),
        (2.675, 2, "2,68"),
    ],
)
def test_figures_have_dots_and_a_comma(value: Any, places: int, shown: str) -> None:
    assert decimal_comma(value, places) == shown


def test_days_and_moments_are_those_of_viet_nam() -> None:
    late_evening_utc = datetime(2024, 3, 5, 18, 30, tzinfo=UTC)
    assert tree_of("{% day at %}", at=late_evening_utc).text_content() == "06/03/2024"
    assert tree_of("{% moment at %}", at=late_evening_utc).text_content() == "01:30 06/03/2024"
    assert tree_of("{% day at %}", at=date(2024, 3, 5)).xpath("//time/@datetime") == ["2024-03-05"]
    assert text_of("{% day at %}{% moment at %}{% dong at %}", at=None) == ""


def test_not_measured_is_neither_zero_nor_nothing() -> None:
    assert "chưa đo được" in text_of("{% figure_link None '/x' %}")
    assert tree_of("{% figure_link 0 '/x' %}").xpath("//a")[0].text == "0"
    cards = tree_of("{% cards it %}", it=[Summary("Số hóa", None), Summary("Quá hạn", 0, "/x")])
    assert [each.text for each in cards.xpath("//b")] == ["chưa đo được", "0"]


@pytest.mark.parametrize("tone", [*SHAPES])
def test_a_status_is_a_word_and_its_own_shape(tone: str) -> None:
    tag = tree_of("{% status_tag 'Quá hạn' tone %}", tone=tone)
    assert tag.text_content() == "Quá hạn"
    drawings = {tree_of("{% status_tag 'x' tone %}", tone=each).xpath("//path/@d")[0] for each in SHAPES}
    assert len(drawings) == len(SHAPES)
    assert tag.xpath("//svg[@aria-hidden='true']")


def test_values_are_escaped_in_parts_and_blocks() -> None:
    bad = "<img src=x onerror=alert(1)>"
    for template in (
        "{% status_tag bad bad %}",
        "{% figure_link 1 '/x' bad %}",
        "{% panel bad %}{{ bad }}{% endpanel %}",
        "{% fold bad %}{{ bad }}{% endfold %}",
        "{% facts rows %}",
        "{% timeline events %}",
    ):
        drawn = tree_of(template, bad=bad, rows=[(bad, bad)], events=[TimelineEvent(bad, note=bad, who=bad)])
        assert not drawn.xpath("//img"), template


def test_work_entered_later_says_so() -> None:
    at, recorded = datetime(2024, 3, 5, 1, tzinfo=UTC), datetime(2024, 3, 6, 1, tzinfo=UTC)
    assert "Nhập bổ sung" in text_of(
        "{% timeline it %}", it=[TimelineEvent("Nhận", at, recorded_at=recorded)]
    )
    assert "Nhập bổ sung" not in text_of("{% timeline it %}", it=[TimelineEvent("Nhận", at, recorded_at=at)])


def test_the_pager_keeps_the_rest_of_the_address(rf: Any) -> None:
    request = rf.get("/ho-so", {"q": "khai sinh", "sort": "-due", "page": "4"})
    drawn = tree_of("{% pager page '#list' %}", page=Paginator(range(312), 20).page(4), request=request)
    addresses = drawn.xpath("//a/@href")
    assert "?q=khai+sinh&sort=-due&page=5" in addresses
    assert drawn.xpath("//*[@aria-current='page']")[0].text_content().strip().endswith("4")
    assert "61–80 / 312" in drawn.text_content()


def test_a_header_sorts_up_then_down_and_begins_at_the_first_page(rf: Any) -> None:
    def header(**query: str) -> Any:
        return tree_of(
            "<table><tr>{% sort_header 'due' 'Hẹn trả' %}</tr></table>", request=rf.get("/", query)
        )

    assert header(page="3").xpath("//a/@href") == ["?sort=due"]
    assert header(sort="due").xpath("//a/@href") == ["?sort=-due"]
    assert header(sort="due").xpath("//th/@aria-sort") == ["ascending"]
    assert header(sort="-due").xpath("//th/@aria-sort") == ["descending"]
    assert not header(sort="code").xpath("//th/@aria-sort")


def test_progress_asks_again_only_until_it_is_done() -> None:
    assert tree_of("{% progress 3 12 'Nhập' '/tien-do' %}").xpath("//*[@hx-get='/tien-do']")
    assert tree_of("{% progress 3 12 'Nhập' %}").xpath("//progress/@value") == ["25"]
    assert not tree_of("{% progress 12 12 'Nhập' '/tien-do' True %}").xpath("//*[@hx-get]")
    assert not tree_of("{% progress None 0 'Nhập' %}").xpath("//progress/@value")


def test_the_longest_address_that_begins_the_page_is_the_current_entry() -> None:
    items = (
        NavItem("Hôm nay", "/can-bo/"),
        NavItem("Việc", "/can-bo/viec"),
        NavItem("Việc xong", "/can-bo/viec-xong"),
    )

    def current(path: str) -> list[str]:
        return [item.label for item in mark_current(items, path) if item.current]

    assert current("/can-bo/viec/12") == ["Việc"]
    assert current("/can-bo/viec-xong") == ["Việc xong"]
    assert current("/can-bo/") == ["Hôm nay"]
    assert current("/can-bo/so") == []
    assert current("/") == []


@pytest.mark.parametrize("asked", ["", "page=3", "q=%C4%90%E1%BB%97+%26&page=2&a=1&a=2&sort=name"])
@pytest.mark.parametrize("changes", ["page=5", "sort=key page=None", "q=None sort=key page=None a=None"])
def test_an_address_with_changes_is_as_django_writes_it(asked: str, changes: str) -> None:
    both = f"{{% query_with query {changes} %}} {{% querystring query {changes} %}}"
    ours, theirs = text_of(both, query=QueryDict(asked), key="-name").split(" ")
    assert ours == theirs
