"""Every target of the real plans is measured, or says what keeps the system from it."""

from pathlib import Path

import pytest

from motcua.plans.reading import read_document
from motcua.plans.rules import meaning, unit_of
from motcua.plans.unmeasured import why_unmeasured

SEEDS = Path(__file__).parents[1] / "seeds"
GENERAL = {why_unmeasured("gì đó", "%"), why_unmeasured("gì đó", "cuộc")}
# How many are measured today; more is better, fewer is a fault.
MEASURED = {"plan_gio_chau_2024": 9, "plan_my_hoa_hung_2024": 23, "proposal_quang_ngai_2024": 0}


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*_2024.txt")), ids=lambda path: path.stem)
def test_measured_or_why_not(path: Path) -> None:
    rows = [
        (one.name, unit_of(one.name, one.unit or ""), one.operator or "")
        for one in read_document(path.read_bytes(), path.name).targets
    ]
    measured = [name for name, unit, operator in rows if meaning(name, unit, operator)]
    assert len(measured) == MEASURED[path.stem], measured
    silent = [
        name
        for name, unit, operator in rows
        if not meaning(name, unit, operator) and why_unmeasured(name, unit) in GENERAL
    ]
    assert not silent


@pytest.mark.parametrize(
    ("name", "unit", "says"),
    [
        ("Rà soát 100% TTHC nội bộ nhóm B", "%", "Thủ tục nội bộ"),
        ("Tỷ lệ các bệnh viện từ hạng 2 trở lên cung cấp thanh toán viện phí", "%", "khám chữa bệnh"),
        ("Tỷ lệ xử lý văn bản, hồ sơ công việc trên môi trường mạng", "%", "quản lý văn bản"),
        ("Tổ chức đối thoại", "cuộc", "Là số lượng"),
        ("Tỷ lệ gì đó", "%", "Chưa có nguồn"),
    ],
)
def test_why_not(name: str, unit: str, says: str) -> None:
    assert says in why_unmeasured(name, unit)
