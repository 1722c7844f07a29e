"""The rules of a dossier's life, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.enums import Act, DelayCause, State, Timeliness
from motcua.dossiers.rules import commands, routes
from motcua.dossiers.rules.clocks import Law, Step, compute
from motcua.dossiers.rules.codes import code_in, format_code, looks_like_code
from motcua.dossiers.rules.decide import decide
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.dossiers.rules.timeliness import timeliness
from motcua.dossiers.rules.transitions import TABLE, next_state, possible_acts
from motcua.kernel.refusals import Refused
from motcua.worktime import national

LAW = Law(
    "2025", national.calendar(), steps=(Step("Thẩm định", hours=8), Step("Ký", hours=4), Step("Vào sổ"))
)
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ENDS = {State.REJECTED, State.WITHDRAWN, State.STOPPED, State.RETURNED}
COMMANDS = {
    Act.RECEIVE: commands.Receive(receiver_id=1, limit_value=10, limit_unit="working_day"),
    Act.TAKE_OVER: commands.TakeOver(holder_id=4),
    Act.REFUSE: commands.Refuse("Sai thẩm quyền"),
    Act.ASK_SUPPLEMENT: commands.AskSupplement("Thiếu giấy"),
    Act.COMPLETE_SUPPLEMENT: commands.CompleteSupplement(),
    Act.ASSIGN: commands.Assign(holder_id=2),
    Act.FORWARD: commands.Forward(holder_id=3),
    Act.ASK_OPINION: commands.AskOpinion(
        "Hỏi", asked_of="Phòng A", due_on=START.date() + timedelta(days=900)
    ),
    Act.GIVE_OPINION: commands.GiveOpinion("Đáp", opinion_id=1),
    Act.MISS_OPINION: commands.MissOpinion("Đã đôn đốc", opinion_id=1),
    Act.REQUIRE_PAYMENT: commands.RequirePayment("Thuế", amount=1000),
    Act.SETTLE_PAYMENT: commands.SettlePayment(),
    Act.DRAFT_APOLOGY: commands.DraftApology(
        "Chờ xác minh", new_due=START.date() + timedelta(days=400), cause=DelayCause.VERIFYING
    ),
    Act.RETURN_APOLOGY: commands.ReturnApology("Ghi rõ lý do hơn"),
    Act.ASK_EXTRA: commands.AskExtra("Để đối chiếu", paper="Bản đồ", legal_basis="Điều 9 NĐ 1"),
    Act.CONSENT_EXTRA: commands.ConsentExtra(extra_id=1),
    Act.DECLINE_EXTRA: commands.DeclineExtra("Đã có trong cơ sở dữ liệu", extra_id=1),
    Act.EXTEND: commands.Extend("Chờ xác minh", new_due=START.date() + timedelta(days=400)),
    Act.FINISH: commands.Finish(),
    Act.REFUSE_TO_SETTLE: commands.RefuseToSettle("Không đủ điều kiện"),
    Act.STOP: commands.Stop("Theo đơn"),
    Act.WITHDRAW: commands.Withdraw(),
    Act.RESULT_BACK: commands.ResultBack(),
    Act.RETURN: commands.Return(),
    Act.CORRECT: commands.Correct("Gõ nhầm", fields=("subject",)),
    Act.MEND_FEE: commands.MendFee("Đếm nhầm"),
    **{command.act: command() for command in routes.COMMANDS},
}


def filed():
    return decide(Snapshot(), commands.File(), START, LAW).after


def test_every_state_but_the_ends_leads_on():
    for state in State:
        assert bool(possible_acts(state)) == (state not in ENDS), state


def test_every_act_of_the_table_has_a_rule_and_every_state_can_be_reached():
    assert {act for _, act in TABLE} == set(COMMANDS)
    assert set(TABLE.values()) | {State.SUBMITTED} == set(State)


def test_national_statuses_are_the_ten():
    assert {state.national for state in State} == set(range(1, 11))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", [act for act in Act if act is not Act.FILE])
def test_what_the_table_does_not_hold_is_refused_with_a_way_out(state, act):
    if (state, act) in TABLE:
        assert next_state(state, act) == TABLE[state, act]
    else:
        with pytest.raises(Refused) as refused:
            next_state(state, act)
        assert state.label in refused.value.message


@given(st.lists(st.sampled_from(list(COMMANDS)), max_size=14), st.data())
def test_any_walk_through_the_table_keeps_the_promises(walk, data):
    dossier, now = filed(), START
    for act in walk:
        now += timedelta(hours=data.draw(st.integers(1, 60)))
        try:
            changes = decide(dossier, COMMANDS[act], now, LAW)
        except Refused:
            continue
        before, dossier = dossier, changes.after
        # Numbers of events follow one another; the first promise stays; dates move only with an event that says so.
        assert changes.event.number == before.revision + 1 == dossier.revision
        if before.original_due_date:
            assert dossier.original_due_date == before.original_due_date
        assert (changes.event.due_before, changes.event.due_after) == (before.due_date, dossier.due_date)
        # What is open is due, what is due is explained by its own clock events.
        if dossier.state.open:
            assert dossier.due_date == compute(dossier, LAW).due_date
        assert (dossier.waiting_since is not None) == (
            dossier.state in (State.SUPPLEMENT_BEFORE, State.SUPPLEMENTING, State.AWAITING_PAYMENT)
        )
        assert dossier.extensions <= 1


@pytest.mark.parametrize(
    ("end", "unit", "expected"),
    [
        ("2026-03-09T16:59", "working_day", Timeliness.EARLY),
        ("2026-03-10T08:00", "working_day", Timeliness.ON_TIME),
        ("2026-03-10T23:50", "working_day", Timeliness.ON_TIME),
        ("2026-03-11T00:10", "working_day", Timeliness.LATE),
        ("2026-03-10T16:59", "hour", Timeliness.EARLY),
        ("2026-03-10T17:00", "hour", Timeliness.ON_TIME),
        ("2026-03-10T17:01", "hour", Timeliness.LATE),
    ],
)
def test_days_compare_by_day_and_hours_by_minute(end, unit, expected):
    from tests.factories import moment

    due = moment("2026-03-10 17:00")
    assert timeliness(moment(end.replace("T", " ")), due.date(), due, unit) is expected


def test_reasons_are_asked_for():
    received = decide(filed(), COMMANDS[Act.RECEIVE], START, LAW).after
    for command in (
        commands.AskSupplement(),
        commands.Stop("  "),
        commands.RefuseToSettle(),
        commands.Extend(),
    ):
        with pytest.raises(Refused):
            decide(received, command, START + timedelta(hours=1), LAW)


def test_a_second_supplement_is_marked():
    dossier = decide(filed(), COMMANDS[Act.RECEIVE], START, LAW).after
    marks = []
    for day in (1, 2, 3, 4):
        command = COMMANDS[Act.ASK_SUPPLEMENT] if day % 2 else COMMANDS[Act.COMPLETE_SUPPLEMENT]
        changes = decide(dossier, command, START + timedelta(days=day), LAW)
        dossier = changes.after
        marks.append(changes.event.detail.get("repeated"))
    assert marks == [False, None, True, None]


def test_codes():
    code = format_code("{unit}-{day:%y%m%d}-{number:04d}", "H99.101", START.date(), 7)
    assert code == "H99.101-260302-0007"
    assert looks_like_code(code)
    assert looks_like_code("g09.20-20260609-0092637")
    assert not looks_like_code("Nguyễn Văn A")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("H99.101-251120-0012", "H99.101-251120-0012"),
        (" h99.101-251120-0012 ", "H99.101-251120-0012"),
        ("Mã hồ sơ: H99.101-251120-0012", "H99.101-251120-0012"),  # the first line of a receipt's QR code
        ("Ma ho so: G09.20-20260609-0092637\nMã TTHC: 1.001193", "G09.20-20260609-0092637"),
        ("Mã hồ sơ: H99.101-251120-0012Mã TTHC: 1.001193Số định danh: 0", "H99.101-251120-0012"),
        ("https://motcua.example.vn/tra-cuu/H99.101-251120-0012", "H99.101-251120-0012"),
        ("https://motcua.example.vn/phieu-danh-gia?ma=TU45WA9SD4CM&mau=01", "TU45WA9SD4CM"),
        ("h99.101 251120 0012", "H99.101-251120-0012"),
        ("H99.101–251120–OO12", "H99.101-251120-0012"),
        ("tu45 wa9s d4cm", "TU45WA9SD4CM"),
        ("TUHHWAASDKCM", "TUHHWAASDKCM"),
        ("Đinh Minh Hanh", ""),
        ("Dinh Minh Hanh", ""),  # twelve letters, and a name
        ("000190123456", ""),  # somebody's identity number
        ("1.001193", ""),
        ("khai sinh 2025", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_as_people_write_it(written: str, code: str):
    assert code_in(written) == code


def test_an_assignment_begins_with_the_step_of_a_specialist():
    steps = (
        Step("Phân công", role="unit_head"),
        Step("Thẩm định", role="specialist"),
        Step("Ký", role="leader"),
    )
    law = Law("2025", national.calendar(), steps=steps)
    received = decide(filed(), COMMANDS[Act.RECEIVE], START, law).after
    assigned = decide(received, COMMANDS[Act.ASSIGN], START + timedelta(hours=1), law)
    assert (assigned.after.step, assigned.steps.open) == (2, 2)
    forwarded = decide(assigned.after, COMMANDS[Act.FORWARD], START + timedelta(hours=2), law)
    assert forwarded.after.step_name == "Ký"
