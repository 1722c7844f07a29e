"""Making an indicator set in the staff pages."""

from typing import Any

import pytest
from django.urls import reverse
from tests.staff.conftest import Office

from motcua.indicators import sets
from motcua.indicators.models import LocalSet
from motcua.kernel import clock
from motcua.organisation.enums import Role


def filled(**changes: str) -> dict[str, Any]:
    given = {
        "code": "766-T", "title": "Bộ thử", "basis": "QĐ 5/QĐ-UBND", "scope": "H99.01", "first": "01/07/2026", "last": "",
    }  # fmt: skip
    for one in sets.load("766", on=clock.today()).scored:
        given[f"diem-{one.code}"] = f"{one.maximum}"
        given[f"nguong-{one.code}"] = f"{one.threshold * 100:f}" if one.threshold else ""
    return given | changes


def test_an_administrator_makes_a_set_and_a_wrong_sum_keeps_what_was_typed(office: Office) -> None:
    admin = office[Role.ADMINISTRATOR]
    url = reverse("staff:set-copy", args=["766"])
    refused = admin.post(url, filled(**{"diem-II.1": "21,5"}))
    assert refused.status_code == 422
    assert "Tổng điểm các tiêu chí là 101,5" in refused.content.decode()
    assert 'value="21,5"' in refused.content.decode()
    assert not LocalSet.objects.exists()
    made = admin.post(url, filled(**{"diem-II.1": "19,5", "diem-I.1": "6,5", "nguong-II.1": "95"}))
    assert made.status_code == 302
    row = LocalSet.objects.get()
    assert (row.scope, row.author_label.split(" (")[0]) == ("H99.01", f"Người {Role.ADMINISTRATOR.label}")
    shown = admin.get(reverse("staff:set", args=["766-T"])).content.decode()
    assert "19,5" in shown
    assert "95 %" in shown


def test_a_number_that_is_none_is_said_at_its_field(office: Office) -> None:
    answer = office[Role.ADMINISTRATOR].post(
        reverse("staff:set-copy", args=["766"]), filled(**{"diem-I.1": "sáu"})
    )
    assert answer.status_code == 422
    assert "Ghi một số" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("nguong-II.1", "0", "Ngưỡng phải lớn hơn 0"),
        ("nguong-II.1", "150", "Ngưỡng phải lớn hơn 0"),
        ("diem-II.1", "-1", "Điểm phải từ 0 trở lên"),
    ],
)
def test_what_is_out_of_bounds_is_said_at_its_own_field(
    office: Office, field: str, typed: str, said: str
) -> None:
    answer = office[Role.ADMINISTRATOR].post(
        reverse("staff:set-copy", args=["766"]), filled(**{field: typed})
    )
    assert answer.status_code == 422
    [told] = answer.context["form"].errors[field]
    assert told.startswith(said)
    assert not LocalSet.objects.exists()


def test_only_administrators_make_sets_and_others_elsewhere_do_not_see_them(
    office: Office, elsewhere: Office
) -> None:
    assert office[Role.CONTROL].get(reverse("staff:set-copy", args=["766"])).status_code == 404
    office[Role.ADMINISTRATOR].post(reverse("staff:set-copy", args=["766"]), filled())
    assert office[Role.CONTROL].get(reverse("staff:set", args=["766-T"])).status_code == 200
    assert elsewhere[Role.CONTROL].get(reverse("staff:set", args=["766-T"])).status_code == 404
    assert office[Role.ADMINISTRATOR].get(reverse("staff:set-copy", args=["khong-co"])).status_code == 404


def test_a_first_day_in_the_past_names_the_periods_and_asks_before_it_scores_them_anew(
    office: Office,
) -> None:
    admin = office[Role.ADMINISTRATOR]
    url = reverse("staff:set-copy", args=["766"])
    past = filled(first="01/01/2026")
    asked = admin.post(url, past)
    assert asked.status_code == 422
    shown = asked.content.decode()
    for words in ("Tháng 1/2026", "tuần", "giữ nguyên", 'name="rescored"', 'value="01/01/2026"'):
        assert words in shown, words
    assert not LocalSet.objects.exists()
    assert admin.post(url, past | {"rescored": "1"}).status_code == 422
    code = asked.context["again"].code
    assert admin.post(url, filled(first="01/02/2026") | {"rescored": code}).status_code == 422
    assert not LocalSet.objects.exists()
    made = admin.post(url, past | {"rescored": code}, follow=True)
    assert "điểm đã công bố giữ nguyên" in made.content.decode()
    assert LocalSet.objects.get().code == "766-T"
