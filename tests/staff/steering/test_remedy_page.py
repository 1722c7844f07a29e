"""A remedy plan drawn up over HTTP: from the reform index to the review, rights, what was typed is kept."""

import re
from decimal import Decimal

from django.urls import reverse
from tests.factories import CLERK
from tests.staff.conftest import Office
from tests.staff.steering.test_steering import words

from motcua.indicators.actions import assess
from motcua.indicators.assessed import assessed_set
from motcua.kernel.periods import parse
from motcua.organisation.enums import Role
from motcua.plans.models import Plan


def test_from_the_index_to_the_review(
    office: Office, elsewhere: Office, django_assert_max_num_queries: object
) -> None:
    control, page = office[Role.CONTROL], reverse("staff:plan-remedy")
    assert "Không có tiêu chí nào mất điểm" in words(control.get(page))
    assess(
        CLERK, used=assessed_set(), criterion="3.2", agency=office.agency.code, period=parse("2025"), appraised=False,
        points=Decimal("1.5"), evidence="Báo cáo",
    )  # fmt: skip
    assert office[Role.LEADER].get(page).status_code == 404
    assert elsewhere[Role.CONTROL].get(page, {"agency": office.agency.code}).status_code == 404
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        assert "Năm trước 1,5 / 3 điểm, thiếu 1,5" in words(control.get(page))
    values = {"year": "2026", "aim-3.2": "mười", "measures-3.2": "Rà soát", "adviser-3.2": "Văn phòng"}
    wrong = control.post(page, values)
    assert (wrong.status_code, "Rà soát" in wrong.content.decode()) == (422, True)
    made = control.post(page, values | {"aim-3.2": "2,5", "period-3.2": "Quý II"}, follow=True)
    assert "Đã lập kế hoạch khắc phục" in words(made)
    # Drawn up here, it has no document beside it; its measures have names.
    assert "bản gốc" not in words(made)
    assert re.search(r"Đo bằng CCHC\.3\.2\. \w", words(made))
    plan = Plan.objects.get()
    assert "Đã có kế hoạch khắc phục" in words(control.get(page))
    control.post(reverse("staff:plan-confirm", args=[plan.pk]))
    assert "1,5" in words(control.get(reverse("staff:targets"), {"plan": plan.pk}))
    assert "Lập kế hoạch khắc phục năm 2027" in words(control.get(reverse("staff:reform")))
