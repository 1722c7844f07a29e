"""The catalogue from its data files."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.audit.models import AuditRow
from motcua.catalogue.actions import Loaded, load_catalogue
from motcua.catalogue.models import (
    Component,
    InternalProcess,
    Procedure,
    ProcedureVersion,
    ProcessStep,
    TimeLimit,
)
from motcua.kernel.people import SYSTEM
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Loaded:
    return load_catalogue(SYSTEM)


def current(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.filter(procedure__code=code).order_by("-number")[0]


def test_loads_procedures_with_their_parts(loaded: Loaded) -> None:
    assert loaded.procedures == Procedure.objects.count() == 60
    birth = current("1.001193")
    assert (birth.decision, birth.agency, birth.grade) == ("163/QĐ-BTP", "UBND cấp xã", "verified")
    papers = list(Component.objects.filter(version=birth))
    assert [paper.order for paper in papers] == list(range(1, 9))
    assert [paper.alternative_group for paper in papers[:2]] == ["to_khai", "to_khai"]
    assert [level.value for level in birth.levels] == ["commune"]


def test_twice_is_once(loaded: Loaded) -> None:
    rows = (Component.objects.count(), TimeLimit.objects.count(), ProcessStep.objects.count())
    records = AuditRow.objects.count()
    assert load_catalogue(SYSTEM) == Loaded(0, 0, 0)
    assert (Component.objects.count(), TimeLimit.objects.count(), ProcessStep.objects.count()) == rows
    assert AuditRow.objects.count() == records


def test_loading_takes_few_statements() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        load_catalogue(SYSTEM)
    assert len(asked) <= 40


def test_loading_is_recorded(loaded: Loaded) -> None:
    row = AuditRow.objects.get(action="catalogue.load")
    assert row.detail["thủ tục"] == 60


def test_a_version_is_receivable_exactly_when_its_rule_is_sure(loaded: Loaded) -> None:
    rules = TimeLimit.objects.filter(channel="", case="").select_related("version")
    assert rules.count() == ProcedureVersion.objects.count()
    for rule in rules:
        assert rule.version.receivable == rule.sure, rule.version
        assert rule.version.receivable == (rule.version.unreceivable_reason == ""), rule.version


def test_a_number_without_unit_is_not_received_and_says_why(loaded: Loaded) -> None:
    marriage = current("1.000894")
    assert not marriage.receivable
    assert "không có đơn vị chắc chắn" in marriage.unreceivable_reason


def test_units_that_contradict_each_other_are_not_sure(loaded: Loaded) -> None:
    assert "không thống nhất" in current("1.010824").unreceivable_reason


def test_household_business_was_the_districts_until_june_2025(loaded: Loaded) -> None:
    first, second = ProcedureVersion.objects.filter(procedure__code="1.001612").order_by("number")
    assert (first.at_district, first.at_commune, first.valid_to.isoformat()) == (True, False, "2025-06-30")
    assert (second.at_district, second.at_commune, second.valid_from.isoformat()) == (
        False,
        True,
        "2025-07-01",
    )


def test_an_unknown_fee_is_not_zero(loaded: Loaded) -> None:
    from motcua.catalogue.queries import parts_of

    assert [fee.amount for fee in parts_of(current("1.004873")).fees] == [None]
    assert [(fee.amount, fee.online_amount) for fee in parts_of(current("1.004222")).fees] == [(20000, 10000)]


def test_processes_keep_their_doubts_and_examples_are_not_worked_by(loaded: Loaded) -> None:
    usable = InternalProcess.objects.filter(usable=True)
    assert [process.key for process in usable] == ["CHUNG"]
    whole = InternalProcess.objects.get(key="IP16")
    assert (whole.doubts, whole.total) == ([], 6)
    assert InternalProcess.objects.get(key="IP01").doubts != []


def test_a_folder_of_ones_own(tmp_path: Path, loaded: Loaded) -> None:
    from importlib import resources

    ours = json.loads((resources.files("motcua.catalogue") / "data" / "procedures.json").read_text("utf-8"))
    one = {**ours["procedures"][0], "code": "9.999999", "name": "Thủ tục riêng của tỉnh"}
    (tmp_path / "procedures.json").write_text(json.dumps({"procedures": [one]}), "utf-8")
    (tmp_path / "internal_processes.json").write_text('{"processes": []}', "utf-8")
    assert load_catalogue(SYSTEM, tmp_path) == Loaded(1, 1, 0)


def test_an_unreadable_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "procedures.json").write_text("{", "utf-8")
    with pytest.raises(Refused, match="không đọc được"):
        load_catalogue(SYSTEM, tmp_path)
    with pytest.raises(Refused, match="Không tìm thấy tệp"):
        load_catalogue(SYSTEM, tmp_path / "nowhere")
    assert not Procedure.objects.exists()
