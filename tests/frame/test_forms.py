"""What people type, and what they are told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from motcua.doors.frame.figures import local_day_text
from motcua.doors.frame.forms import Checkboxes, DayField, MomentField, MoneyField, Radios
from motcua.kernel.money import dong, grouped


def drawn(text: str, **context: Any) -> Any:
    body = Template("{% load frame %}" + text).render(Context(context))
    return html.fragment_fromstring(body, create_parent="div")


@pytest.mark.parametrize(
    "typed", ["05/03/2024", "5/3/2024", "5-3-2024", "05.03.2024", "05032024", "2024-03-05", " 5/3/2024 "]
)
def test_a_day_is_understood_in_every_common_way(typed: str) -> None:
    assert DayField().clean(typed) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "typed", ["31/02/2024", "5/3/24", "mai", "2024", "05/2024", "00/01/2024", "1/1/0000", "31/12/9999"]
)
def test_a_wrong_day_is_refused_with_words(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"dd/mm/yyyy|Không có ngày|từ 1800 đến 2199"):
        DayField().clean(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_shown_day_is_read_back(day: date) -> None:
    assert DayField().clean(local_day_text(day)) == day


@pytest.mark.parametrize(
    "typed", ["14:30 05/03/2024", "05/03/2024 14:30", "14h30 5/3/2024", "5/3/2024, 14g30"]
)
def test_a_moment_is_the_wall_clock_of_viet_nam(typed: str) -> None:
    assert MomentField().clean(typed) == datetime(2024, 3, 5, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["25:00 05/03/2024", "14:61 05/03/2024", "05/03/2024", "14:30"])
def test_a_wrong_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MomentField().clean(typed)


def test_a_stored_moment_is_shown_as_local_time() -> None:
    class Form(forms.Form):
        at = MomentField(label="Lúc")

    form = Form(initial={"at": datetime(2024, 3, 5, 18, 30, tzinfo=UTC)})
    assert drawn("{% field form.at %}", form=form).xpath("//input/@value") == ["01:30 06/03/2024"]


@given(st.integers(min_value=0, max_value=10**13))
def test_shown_money_is_read_back(amount: int) -> None:
    assert MoneyField().clean(grouped(amount)) == MoneyField().clean(dong(amount)) == amount


@pytest.mark.parametrize("typed", ["tám nghìn", "1.23.456", "-5", "1,5", "12.5", "1.2345"])
def test_wrong_money_is_refused_rather_than_guessed(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


class Both(forms.Form):
    """A text field and the two that are groups of choices."""

    name = forms.CharField(label="Họ tên", help_text="Như trong giấy tờ.")
    way = forms.ChoiceField(
        label="Cách nhận", choices=[("a", "Tại quầy"), ("b", "Bưu chính")], widget=Radios(boxed=True)
    )
    papers = forms.MultipleChoiceField(label="Giấy tờ", choices=[("x", "Tờ khai")], widget=Checkboxes)


def test_each_error_leads_to_its_field_and_names_it() -> None:
    form = Both({"name": ""})
    tree = drawn("{% error_summary form %}{% form_fields form %}", form=form)
    links = tree.xpath("//*[@data-error-summary]//a")
    assert [link.text.split(":")[0] for link in links] == ["Họ tên", "Cách nhận", "Giấy tờ"]
    for link in links:
        assert tree.xpath(f"//*[@id='{link.get('href')[1:]}']"), link.get("href")


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    tree = drawn("{% field form.name %}", form=Both({"name": ""}))
    (field,) = tree.xpath("//input")
    assert field.get("aria-invalid") == "true"
    told = [
        tree.xpath(f"//*[@id='{name}']")[0].text_content() for name in field.get("aria-describedby").split()
    ]
    assert told[0] == "Như trong giấy tờ."
    assert "bắt buộc" in told[1]


def test_a_form_without_errors_has_no_summary() -> None:
    whole = Both({"name": "A", "way": "a", "papers": ["x"]})
    assert not drawn("{% error_summary form %}", form=whole).xpath("./*")
    assert not drawn("{% error_summary form %}", form=Both()).xpath("./*")


def test_what_was_typed_stays_and_is_escaped() -> None:
    tree = drawn("{% form_fields form %}", form=Both({"name": '"><script>alert(1)</script>', "way": "b"}))
    assert tree.xpath("//input[@name='name']/@value") == ['"><script>alert(1)</script>']
    assert not tree.xpath("//script")
    assert tree.xpath("//input[@name='way'][@checked]/@value") == ["b"]


def test_a_form_shown_again_keeps_its_key(rf: Any) -> None:
    first = drawn("{% act_fields 7 %}", request=rf.get("/"))
    (key,) = first.xpath("//input[@name='act_key']/@value")
    again = drawn("{% act_fields 8 %}", request=rf.post("/", {"act_key": key, "seen_version": "7"}))
    assert again.xpath("//input[@name='act_key']/@value") == [key]
    assert again.xpath("//input[@name='seen_version']/@value") == ["7"]
    other = drawn("{% act_fields %}", request=rf.get("/"))
    assert other.xpath("//input[@name='act_key']/@value") != [key]
