"""Every target of the real plans is measured, or says what keeps the system from it."""

from pathlib import Path

import pytest
from tests import factories
from tests.factories import CLERK

from motcua.plans import actions
from motcua.plans.models import PlanTarget
from motcua.plans.rules import meaning, meaning_within, wants_fewer
from motcua.plans.unmeasured import why_unmeasured

SEEDS = Path(__file__).parents[1] / "seeds"
GENERAL = {why_unmeasured("gì đó", "%"), why_unmeasured("gì đó", "cuộc")}
# How many are measured today; more is better, fewer is a fault.
MEASURED = {"plan_gio_chau_2024": 9, "plan_my_hoa_hung_2024": 26, "proposal_quang_ngai_2024": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*_2024.txt")), ids=lambda path: path.stem)
def test_measured_or_why_not(path: Path) -> None:
    plan = actions.import_document(factories.agency(), data=path.read_bytes(), name=path.name, actor=CLERK)
    rows = PlanTarget.objects.filter(plan=plan)
    assert rows.exclude(measure="").count() == MEASURED[path.stem]
    silent = [one.name for one in rows.filter(measure="") if why_unmeasured(one.name, one.unit) in GENERAL]
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


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("100% quy trình giải quyết thủ tục hành chính của các cơ quan thực hiện trên cổng DVC tỉnh", "P.process"),
        ("Tỷ lệ TTHC có quy trình điện tử được thiết lập", "P.process"),
        ("Tỷ lệ quy trình TTHC nội bộ thực hiện trên hệ thống", ""),
        ("100% quy trình giải quyết TTHC được cắt giảm khi thực hiện trên hệ thống", ""),
        ("Tỷ lệ văn bản quy định quy trình đã ban hành", ""),
    ],
)  # fmt: skip
def test_processes_that_run_electronically(name: str, measure: str) -> None:
    assert meaning(name, "%", "=") == measure


CHANNELS = "Thiết lập kênh truyền thông cải cách TTHC trên các trang mạng xã hội (Zalo OA, Fanpage Facebook)"


@pytest.mark.parametrize(
    ("name", "task", "measure"),
    [
        ("100% cơ quan, đơn vị triển khai", CHANNELS, "U.social"),
        ("100% các đơn vị thực hiện.", CHANNELS, "U.social"),
        ("100% cơ quan, đơn vị triển khai", "Niêm yết thủ tục tại trụ sở", ""),
        # What it says itself is not overruled by the task around it.
        ("100% cơ quan, đơn vị triển khai đường dây nóng", CHANNELS, ""),
        ("100% Bộ phận Một cửa có thiết bị đọc mã QR", CHANNELS, "U.readers"),
        ("100% cơ quan, đơn vị triển khai", "", ""),
    ],
)
def test_the_task_says_what_when_the_target_says_only_who(name: str, task: str, measure: str) -> None:
    assert meaning_within(name, "%", "=", task) == measure


@pytest.mark.parametrize(
    ("name", "fewer"),
    [
        ("Tỷ lệ hồ sơ trễ hạn", True),
        ("Tỷ lệ hồ sơ giải quyết quá hạn", True),
        ("Tỷ lệ hồ sơ đúng hạn", False),
        ("Tỷ lệ giải quyết khiếu nại, tố cáo", False),
        ("Tỷ lệ hồ sơ trễ hạn được xin lỗi bằng văn bản", False),
        ("Tỷ lệ hồ sơ giải quyết không đúng hạn", True),
        ("Tỷ lệ khiếu nại về TTHC được trả lời", False),
        ("Tỷ lệ phản ánh, kiến nghị quá hạn chưa được trả lời", True),
        ("Tỷ lệ hồ sơ trễ hạn chưa được giải quyết", True),
        ("Tỷ lệ hồ sơ quá hạn không được giải quyết", True),
        ("Tỷ lệ hồ sơ chưa đúng hạn, quá hạn", True),
        ("Tỷ lệ hồ sơ giải quyết đúng hạn, không để quá hạn", False),
        ("Tỷ lệ đơn vị không có hồ sơ trễ hạn", False),
        ("Tỷ lệ hồ sơ tồn đọng được giải quyết dứt điểm", False),
    ],
)
def test_what_there_is_to_be_little_of(name: str, fewer: bool) -> None:
    assert wants_fewer(name) is fewer
