"""Reform-index sets made by administrators: what is refused, which holds, what becomes of scores given before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.models import AuditRow
from motcua.indicators import local, local_assessed
from motcua.indicators.actions import assess
from motcua.indicators.assessed import AssessedCriterion, AssessedField, AssessedSet, assessed_set, index_of
from motcua.indicators.local_assessed import NewAssessed, aside_code, assessed_for, make_assessed, put_aside
from motcua.kernel.clock import frozen
from motcua.kernel.periods import parse
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


def criterion(code: str, maximum: str = "50", **more: Any) -> AssessedCriterion:
    given = {"name": f"Tiêu chí {code}", "how": "Theo tỷ lệ", "measure": "", "threshold": Decimal(1)} | more
    return AssessedCriterion(
        code, given["name"], Decimal(maximum), given["how"], given["measure"], given["threshold"]
    )


def field(*criteria: AssessedCriterion, code: str = "1", name: str = "Chỉ đạo") -> AssessedField:
    return AssessedField(code, name, criteria)


def new(*fields: AssessedField, **more: Any) -> NewAssessed:
    given: dict[str, Any] = {
        "code": "CCHC-T", "title": "Bộ của tỉnh", "basis": "QĐ 9/QĐ-UBND", "scope": "H99", "first": date(2026, 1, 1),
        "last": None, "base": "CCHC-XA", "maximum": Decimal(100),
        "fields": fields or (field(criterion("1.1"), criterion("1.2")),),
    } | more  # fmt: skip
    return NewAssessed(**given)


@pytest.fixture
def commune() -> Agency:
    province = factories.agency("H99", level=factories.Level.PROVINCE)
    return factories.agency("H99.01", parent=province)


def scored(commune: Agency, used: AssessedSet, code: str, points: str, year: int = 2026) -> None:
    with frozen(moment("2026-11-10 09:00")):
        assess(
            CLERK, used=used, criterion=code, agency=commune.code, period=parse(str(year)), points=Decimal(points),
            evidence="Báo cáo", appraised=False,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (new(field(criterion("1.1"), criterion("1.2", "49"))), "cộng lại 99 điểm, phải bằng 100"),
        (new(field(criterion("1.1"), criterion("1.1"))), "Mã tiêu chí 1.1 có hai lần"),
        (new(field(criterion("1.1", "100", how=""))), "ghi mã, tên và cách chấm"),
        (new(field(criterion("1.1", "0"), criterion("1.2", "100"))), "phải lớn hơn 0"),
        (new(field(criterion("1.1", "NaN"))), "phải lớn hơn 0"),
        (new(field(criterion("1.1", "100", threshold=Decimal("1.2")))), "không quá 100 %"),
        (new(field(criterion("1.1", "100"), name="")), "Lĩnh vực «1»"),
        (new(AssessedField("1", "Trống", ())), "ít nhất một lĩnh vực"),
        (new(code="CCHC-XA"), "đã dùng cho bộ khác"),
        (new(code="766"), "đã dùng cho bộ khác"),
        (new(code="NQ-2024"), "đã dùng cho bộ khác"),
        (new(basis=" "), "văn bản làm căn cứ"),
        (new(last=date(2025, 1, 1)), "Ngày cuối"),
        (new(maximum=Decimal(0)), "Tổng điểm"),
    ],
)  # fmt: skip
def test_a_bad_draft_is_refused_in_words(commune: Agency, draft: NewAssessed, words: str) -> None:
    with pytest.raises(Refused, match=words):
        make_assessed(draft, actor=CLERK)


def test_a_period_keeps_the_set_in_force_on_its_last_day(commune: Agency) -> None:
    make_assessed(new(), actor=CLERK)
    make_assessed(new(code="CCHC-X", scope="H99.01", first=date(2027, 1, 1)), actor=CLERK)
    assert assessed_for(commune.chain, date(2025, 12, 31)) == assessed_set()
    assert assessed_for(commune.chain, date(2026, 12, 31)).code == "CCHC-T"
    assert assessed_for(commune.chain, date(2027, 12, 31)).code == "CCHC-X"
    assert assessed_for(("H98",), date(2027, 12, 31)) == assessed_set()
    assert local_assessed.assessed_at("H99.01", date(2026, 12, 31)).code == "CCHC-T"


def test_the_common_index_is_not_scored_by_a_reform_set(commune: Agency) -> None:
    make_assessed(new(), actor=CLERK)
    assert local.set_for(commune.chain, date(2026, 12, 31)).code == "766"
    with pytest.raises(Refused, match="đã dùng cho bộ khác"):
        local.make_set(
            local.NewSet("CCHC-T", "Bộ", "766", "H99", date(2027, 1, 1), None, "QĐ 1", {}), actor=CLERK
        )


def test_scores_given_by_another_set_are_put_aside_only_when_confirmed(commune: Agency) -> None:
    scored(commune, assessed_set(), "3.5", "5")
    scored(commune, assessed_set(), "3.5", "6")
    scored(commune, assessed_set(), "1.1", "4", year=2025)
    with pytest.raises(Refused, match="đã có 1 điểm chấm theo bộ khác"):
        make_assessed(new(), actor=CLERK)
    [one] = aside = put_aside(new())
    assert (one.agency, one.period, one.set_code, one.many) == ("H99.01", "2026", "CCHC-XA", 1)
    make_assessed(new(), actor=CLERK, confirmed=aside_code(aside))
    assert AuditRow.objects.get(action="indicators.make_assessed_set").detail["put_aside"] == "H99.01 2026: 1"


def test_a_correction_keeps_the_scores_given_and_never_stands_below_them(commune: Agency) -> None:
    make_assessed(new(), actor=CLERK)
    used = assessed_for(commune.chain, date(2026, 12, 31))
    scored(commune, used, "1.1", "45")
    with pytest.raises(Refused, match="đã được chấm 45"):
        make_assessed(new(field(criterion("1.1", "40"), criterion("1.2", "60"))), actor=CLERK)
    with pytest.raises(Refused, match="đã được chấm 45"):
        make_assessed(new(field(criterion("1.2", "100"))), actor=CLERK)
    make_assessed(new(field(criterion("1.1", "60"), criterion("1.2", "40"))), actor=CLERK)
    used = assessed_for(commune.chain, date(2026, 12, 31))
    assert used.criterion("1.1").maximum == 60
    assert index_of(used, {"1.1": Decimal(45), "1.2": Decimal(40)}, {}) == Decimal("85.00")
    assert replace(used, first=date(2026, 1, 1)) == used
