"""How sure a row is, and why not."""

import pytest

from motcua.plans.doubts import (
    Cautions,
    Sureness,
    doubts_of_target,
    doubts_of_task,
    name_of_target,
    names_of_task,
    sureness_of,
)

CLEAR, UNCLEAR = [{"kind": "before_date"}], [{"kind": "unclear"}]


@pytest.mark.parametrize(
    ("lead", "text", "deadlines", "cautions", "sure", "first"),
    [
        (["UBND xã"], "Trước 30/6", CLEAR, [], Sureness.HIGH, None),
        (["UBND xã"], "Thường xuyên", [{"kind": "continuous"}], [], Sureness.HIGH, None),
        ([], "Trước 30/6", CLEAR, [], Sureness.MIDDLE, "chưa rõ ai chủ trì"),
        (["Nghiệp đoàn bốc xếp"], "Trước 30/6", CLEAR, [], Sureness.MIDDLE,
         "«Nghiệp đoàn bốc xếp» là tên chưa gặp, xem có đúng nơi chủ trì không"),
        (["các sở, ban ngành"], "Trước 30/6", CLEAR, [], Sureness.HIGH, None),
        (["UBND xã"], "", [], [], Sureness.MIDDLE, "văn bản không ghi thời hạn"),
        ([], "Hội nghị", UNCLEAR, [], Sureness.LOW, "không hiểu lời văn của thời hạn"),
        (["UBND xã"], "5/2", CLEAR, ["thời hạn 05/02/2024 trước ngày ban hành."], Sureness.MIDDLE,
         "thời hạn 05/02/2024 trước ngày ban hành"),
    ],
)  # fmt: skip
def test_tasks(
    lead: list[str],
    text: str,
    deadlines: list[dict[str, str]],
    cautions: list[str],
    sure: Sureness,
    first: str | None,
) -> None:
    found = doubts_of_task(lead, text, deadlines, cautions)
    assert sureness_of(found) is sure
    assert (found[0].words if found else None) == first


@pytest.mark.parametrize(
    ("operator", "value", "sure"),
    [(">=", 80, Sureness.HIGH), ("above_last_year", None, Sureness.HIGH), ("", None, Sureness.LOW), (">=", None, Sureness.LOW)],
)  # fmt: skip
def test_targets(operator: str, value: int | None, sure: Sureness) -> None:
    assert sureness_of(doubts_of_target(operator, value, [])) is sure


def test_warnings_go_to_their_rows() -> None:
    named = dict.fromkeys(names_of_task("3.II", "1", "x"), "t") | {name_of_target("9", "2"): "c"}
    found = Cautions.sorted_from(
        ["Nhiệm vụ 1 mục 3.II: a.", "Mục 3.II.1: b.", "Chỉ tiêu 9.2: c.", "Mục 4.1: d.", "Văn bản e"], named
    )
    assert found.by_row == {"t": ["a.", "b."], "c": ["c."]}
    assert found.of_document == ["Mục 4.1: d.", "Văn bản e"]
