"""Tasks proposed for next year: sent, answered with words, edited in the open, drawn into the year's papers."""

from datetime import date
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_dropping import FRAME
from tests.plans.test_running import confirmed, tasks
from tests.plans.test_tasking import acting

from motcua.kernel.clock import frozen
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import fold
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, Staff
from motcua.plans import proposing
from motcua.plans.drafting import Paper, Year, draft
from motcua.plans.enums import PlanKind, ProposalState
from motcua.plans.proposing import Words
from motcua.plans.reading import read_document
from motcua.plans.task_models import TaskProposal
from motcua.rendering.official import official_docx

DAY = moment("2026-11-03 09:00")
GIVEN = {
    "title": "Trang bị máy quét cho hai điểm tiếp nhận", "reason": "Điểm tiếp nhận xa trụ sở.",
    "deliverable": "02 máy quét", "deadline_text": "Trước ngày 30/6/2027", "lead": ("Văn phòng UBND xã",),
    "cooperating": ("Tổ Một cửa",),
}  # fmt: skip


@pytest.fixture
def province(db: None) -> Agency:
    return factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")


@pytest.fixture
def commune(province: Agency) -> Agency:
    return factories.agency("H99.01", parent=province, name="UBND xã Thử")


@pytest.fixture
def clerk(commune: Agency) -> Staff:
    return factories.officer(commune, "Lê Thị Đề")


def sent(clerk: Staff, agency: Agency | None = None, year: int = 2027, **more: Any) -> TaskProposal:
    with frozen(DAY):
        return proposing.propose(
            Words(**(GIVEN | more)), agency=agency or clerk.agency, unit=clerk.agency, unit_name=" ", year=year,
            proposer=clerk, actor=acting(clerk),
        )  # fmt: skip


def test_a_proposal_goes_to_its_agency_or_the_one_above(clerk: Staff, province: Agency) -> None:
    own, up = sent(clerk), sent(clerk, province)
    assert (own.unit_name, own.status, own.lead) == ("UBND xã Thử", ProposalState.SENT, ["Văn phòng UBND xã"])
    assert list(proposing.proposals_to(province, 2027)) == [up]
    assert [each.code for each in proposing.receivers(clerk.agency, steers=True)] == ["H99.01", "H99"]
    assert [each.code for each in proposing.receivers(clerk.agency, steers=False)] == ["H99.01"]
    with pytest.raises(Refused, match="đề xuất ngày 03/11/2026"):
        sent(clerk, title="trang bị máy  quét cho hai điểm tiếp nhận")
    with pytest.raises(Refused, match="cấp trên trực tiếp"):
        sent(clerk, factories.agency("H98"))
    with pytest.raises(Refused, match="năm 2026 hoặc 2027"):
        sent(clerk, year=2028)


@pytest.mark.parametrize("field", ["title", "reason", "deliverable", "deadline_text", "lead"])
def test_every_part_is_asked_for(clerk: Staff, field: str) -> None:
    with pytest.raises(Refused) as refused:
        sent(clerk, **{field: () if field == "lead" else " "})
    assert refused.value.field == field


def test_the_answer_says_why_and_what_was_changed(clerk: Staff) -> None:
    row = sent(clerk)
    with frozen(DAY):
        with pytest.raises(Refused, match="vì sao không nhận"):
            proposing.answer(row.pk, actor=CLERK, accept=False, words="")
        edited = Words(**(GIVEN | {"deadline_text": "Quý II năm 2027"}))
        taken = proposing.answer(row.pk, actor=CLERK, accept=True, words="", edited=edited, seen=1)
        assert (taken.status, taken.deadline_text) == (ProposalState.ACCEPTED, "Quý II năm 2027")
        assert proposing.changed(taken) == {"deadline_text": "Trước ngày 30/6/2027"}
        with pytest.raises(Overtaken):
            proposing.answer(row.pk, actor=CLERK, accept=True, words="", seen=1)
        back = proposing.answer(row.pk, actor=CLERK, accept=True, words="", edited=Words(**GIVEN))
        assert proposing.changed(back) == {}
        declined = proposing.answer(row.pk, actor=CLERK, accept=False, words="Đã có trong kế hoạch của tỉnh")
        assert (declined.status, declined.answered_by) == (ProposalState.DECLINED, CLERK.label)
        for act in (
            lambda: proposing.withdraw(row.pk, actor=CLERK),
            lambda: proposing.reword(row.pk, Words(**GIVEN), actor=CLERK),
        ):
            with pytest.raises(Refused, match="không nhận, không sửa được nữa"):
                act()
    assert sent(clerk).pk != row.pk  # declined once, it may be proposed anew


def test_a_unit_changes_or_withdraws_what_waits(clerk: Staff, commune: Agency) -> None:
    row = sent(clerk)
    with frozen(DAY):
        again = proposing.reword(row.pk, Words(**(GIVEN | {"title": "Trang bị máy in"})), actor=CLERK, seen=1)
        assert (again.title, again.sent) == ("Trang bị máy in", {})
        proposing.withdraw(row.pk, actor=CLERK)
        with pytest.raises(Refused, match="đã rút"):
            proposing.answer(row.pk, actor=CLERK, accept=True, words="")
        with pytest.raises(NotFound):
            proposing.withdraw(row.pk + 1, actor=CLERK)
    assert not proposing.proposals_to(commune, 2027)


def test_who_sent_nothing_is_seen(clerk: Staff, province: Agency) -> None:
    quiet = factories.agency("H99.02", parent=province)
    factories.agency(
        "H99.BD", parent=province, level=Level.POSTAL
    )  # carries letters, has no tasks to propose
    up = sent(clerk, province)
    with frozen(DAY):
        for due, words in ((date(2026, 11, 20), "Mỗi xã một nhiệm vụ"), (date(2026, 11, 25), "")):
            call = proposing.call_for_proposals(province, year=2027, due_on=due, words=words, actor=CLERK)
        assert (call.due_on, call.words) == (date(2026, 11, 25), "")
        with pytest.raises(Refused, match="Hạn đã qua"):
            proposing.call_for_proposals(province, year=2027, due_on=date(2026, 11, 2), words="", actor=CLERK)
        assert proposing.silent_units(province, [up]) == [quiet]


def test_what_was_taken_stands_in_the_papers_and_is_read_back(clerk: Staff, commune: Agency) -> None:
    plan = confirmed(commune)
    row, other = sent(clerk), sent(clerk, title="Lập kênh Zalo", kind=PlanKind.COMMUNICATION)
    assert proposing.accepted_for(plan, PlanKind.CONTROL) == []
    with frozen(DAY):
        for each in (row, other):
            proposing.answer(each.pk, actor=CLERK, accept=True, words="")
    year = Year(tasks=tasks(plan), proposals=proposing.accepted_for(plan, PlanKind.CONTROL))
    assert [one.pk for one in year.proposals] == [row.pk]
    made = official_docx(draft(Paper.PLAN, plan, year, kind=PlanKind.CONTROL, frame=FRAME))
    read = read_document(made, "ke-hoach-2027.docx").tasks[-1]
    assert (fold(read.title), list(read.lead), list(read.cooperating)) == (
        fold(row.title), ["Văn phòng UBND xã"], ["Tổ Một cửa"],
    )  # fmt: skip
    assert (read.deadline_text, read.deliverable, read.note) == (
        "Trước ngày 30/6/2027", "02 máy quét", "Đề xuất của UBND xã Thử",
    )  # fmt: skip
    letter = draft(Paper.LETTER, plan, year, kind=PlanKind.CONTROL, frame=FRAME)
    assert "trong đó 1 nhiệm vụ mới do đơn vị đề xuất" in letter.body[-1].text
    assert letter.annexes[0].rows[-1][-1] == "Đề xuất của UBND xã Thử: Điểm tiếp nhận xa trụ sở"
    # Of a kind of which this year had nothing, the proposals alone make a plan.
    alone = Year(tasks=tasks(plan), proposals=proposing.accepted_for(plan, PlanKind.COMMUNICATION))
    assert (
        draft(Paper.LETTER, plan, alone, kind=PlanKind.COMMUNICATION, frame=FRAME).annexes[0].rows[-1][0]
        == "1"
    )
    with pytest.raises(Refused, match="chưa nhận đề xuất"):
        draft(Paper.PLAN, plan, Year(tasks=tasks(plan)), kind=PlanKind.INSPECTION, frame=FRAME)
