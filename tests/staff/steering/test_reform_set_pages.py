"""An own reform-index set from its making to the scored and appraised criterion, over HTTP."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office

from motcua.doors.staff.steering.reform_drafts import of_set
from motcua.indicators.assessed import assessed_set
from motcua.indicators.models import IndicatorValue, LocalSet
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.organisation.models import Staff, Training, TrainingPart

COPY = "/can-bo/bo-chi-so-cchc/CCHC-XA/chep"


def filled(**changes: str) -> dict[str, Any]:
    """The packaged set as the page would send it."""
    given = {
        "code": "CCHC-T", "title": "Bộ thử", "basis": "QĐ 5/QĐ-UBND", "scope": "H99.01", "first": "01/01/2026", "last": "",
        "maximum": "100",
    }  # fmt: skip
    for section in of_set(assessed_set()):
        given |= {f"{section.key}-code": section.code, f"{section.key}-name": section.name}
        for row in section.rows:
            given |= {
                f"{row.key}-{name}": getattr(row, name)
                for name in ("code", "name", "points", "how", "measure", "limit")
            }
    return given | changes


def test_an_own_set_is_made_scored_and_shown(office: Office) -> None:
    admin, control = office[Role.ADMINISTRATOR], office[Role.CONTROL]
    assert 'value="Công tác chỉ đạo, điều hành"' in admin.get(COPY).content.decode()
    # A field of its own with a criterion; two points taken from another; one criterion left out, its points moved.
    own = {
        "l0t0-points": "2", "l0t1-out": "1", "l0t2-points": "8",
        "l8-code": "9", "l8-name": "Sáng kiến", "l8t0-code": "9.1", "l8t0-name": "Sáng kiến được công nhận",
        "l8t0-points": "2", "l8t0-how": "Mỗi sáng kiến 1 điểm", "l8t0-measure": "", "l8t0-limit": "",
    }  # fmt: skip
    made = admin.post(COPY, filled(**own), follow=True)
    shown = made.content.decode()
    assert made.status_code == 200, shown[:500]
    assert LocalSet.objects.get().kind == "assessed"
    for words in ("Bộ chỉ số CCHC-T", "9. Sáng kiến: 2 điểm", "9.1. Sáng kiến được công nhận"):
        assert words in shown, words
    assert "1.2. Mức độ hoàn thành kế hoạch" not in shown
    page = control.get(reverse("staff:reform")).content.decode()
    assert "CCHC-T" in page
    assert "9.1. Sáng kiến được công nhận" in page
    score = reverse("staff:reform-score", args=["9.1", "tu-cham"])
    assert control.post(score, {"points": "3", "evidence": "QĐ 3"}).status_code == 422
    assert control.post(score, {"points": "1,5", "evidence": "QĐ 3"}).status_code == 302
    assert IndicatorValue.objects.get().set_code == "CCHC-T"
    assert "CCHC-XA" in control.get(reverse("staff:reform"), {"period": "2025"}).content.decode()
    listed = admin.get(reverse("staff:sets")).content.decode()
    assert "/can-bo/bo-chi-so-cchc/CCHC-T/chep" in listed


@pytest.mark.parametrize("measure", ["S.trained", "P.process", "U.readers", "V.1"])
def test_whatever_share_a_criterion_is_tied_to_its_points_are_suggested(office: Office, measure: str) -> None:
    """From dossiers or from any other register: nothing the system counts is typed."""
    own = {"l0t1-measure": measure, "l0t1-limit": "50"}
    assert office[Role.ADMINISTRATOR].post(COPY, filled(**own), follow=True).status_code == 200
    with frozen(moment("2026-06-10 09:00")):
        course = Training.objects.create(
            agency=office.agency, kind="course", title="Tập huấn", hours=8, first_day=date(2026, 3, 2),
            last_day=date(2026, 3, 3),
        )  # fmt: skip
        for who in Staff.objects.filter(agency=office.agency):
            TrainingPart.objects.create(training=course, staff=who, hours=8)
        page = office[Role.CONTROL].get(reverse("staff:reform"), {"period": "2026"})
        row = next(row for _, rows in page.context["fields"] for row in rows if row.one.code == "1.2")
        found = (
            office[Role.CONTROL]
            .get(reverse("staff:measure", args=[measure]), {"period": "2026"})
            .context["found"]
        )
    assert row.suggested == row.one.suggested(found.count)
    assert (row.suggested is None) == (not found.count.denominator)
    if measure == "S.trained":
        assert row.suggested == row.one.maximum


def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office) -> None:
    admin = office[Role.ADMINISTRATOR]
    for change, words in (
        ({"l0t0-points": "5"}, "cộng lại 101 điểm, phải bằng 100"),
        ({"l0t0-points": "bốn"}, "phải là một số"),
        ({"l2t4-limit": "nhiều"}, "ngưỡng phải là một số phần trăm"),
        ({"maximum": "một trăm"}, "Ghi một số, ví dụ 100"),
        ({"first": "32/01/2026"}, "Áp dụng từ ngày"),
    ):
        answer = admin.post(COPY, filled(**change))
        assert answer.status_code == 422
        assert words in answer.content.decode(), words
        assert 'value="QĐ 5/QĐ-UBND"' in answer.content.decode()
    assert not LocalSet.objects.exists()


def test_more_rows_are_asked_for_without_a_judgement(office: Office) -> None:
    answer = office[Role.ADMINISTRATOR].post(COPY, filled(more="1", code="", **{"l0t0-name": "Tên mới"}))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Tên mới" in shown
    assert 'name="l0t7-code"' in shown
    assert 'name="l8-code"' in shown


def test_scores_given_before_are_shown_and_must_be_agreed_to(office: Office) -> None:
    admin, control = office[Role.ADMINISTRATOR], office[Role.CONTROL]
    control.post(
        reverse("staff:reform-score", args=["3.5", "tu-cham"]), {"points": "5", "evidence": "Báo cáo"}
    )
    asked = admin.post(COPY, filled())
    assert asked.status_code == 422
    assert "H99.01, kỳ 2026: 1 tiêu chí đã chấm theo bộ CCHC-XA" in asked.content.decode()
    assert admin.post(COPY, filled(aside=asked.context["aside_code"])).status_code == 302


def test_only_administrators_make_them_and_others_elsewhere_do_not_see_them(
    office: Office, elsewhere: Office
) -> None:
    assert office[Role.CONTROL].get(COPY).status_code == 404
    office[Role.ADMINISTRATOR].post(COPY, filled())
    assert office[Role.CONTROL].get("/can-bo/bo-chi-so-cchc/CCHC-T").status_code == 200
    assert elsewhere[Role.CONTROL].get("/can-bo/bo-chi-so-cchc/CCHC-T").status_code == 404
    assert office[Role.ADMINISTRATOR].get("/can-bo/bo-chi-so-cchc/khong-co").status_code == 404
    assert office[Role.ADMINISTRATOR].get("/can-bo/bo-chi-so/CCHC-T").status_code == 404
