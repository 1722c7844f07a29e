"""A fee reckoned from a wrong count or a wrong case is mended by the desk, outside any supplement."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests import factories
from tests.dossiers.test_fees_anew import Copies, decide_paid_back, refunds
from tests.dossiers.test_replying import MONDAY

from motcua.catalogue.models import FeeRule
from motcua.doors.staff.dossier_clocks import act_told
from motcua.dossiers import own, replying
from motcua.dossiers.actions import perform, receive_at_counter
from motcua.dossiers.enums import Act, State
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.filing_fees import fees_of
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paying import propose_refunds
from motcua.dossiers.queries import left_to_pay
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.fees import Says
from motcua.dossiers.rules.transitions import possible_acts
from motcua.dossiers.slips.issuing import issue
from motcua.dossiers.slips.kinds import FormKind
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.models import Refund

pytestmark = pytest.mark.django_db

OWES, EXEMPT = Says.OWES.value, Says.EXEMPT.value


class Mended(Copies):
    """The same, with a desk that puts a fee right."""

    def mend(self, dossier: Dossier, *told: int | str, note: str = "Đếm nhầm", key: str = "") -> Dossier:
        fee = fees_of(self.version)[0]
        counts = tuple(zip((key or fee.key, fee.second_key), told, strict=False))
        return perform(dossier.pk, commands.MendFee(note, counts=counts), actor=factories.CLERK)

    def of_case(self) -> None:
        FeeRule.objects.filter(version=self.version).update(condition="Hộ nghèo được miễn")

    def event(self) -> Event:
        return Event.objects.filter(act=Act.MEND_FEE.value).latest("pk")


@pytest.fixture
def given() -> Iterator[Mended]:
    with clock.frozen(MONDAY):
        made = Mended()
    with clock.frozen(MONDAY + timedelta(days=1)):
        yield made


def test_more_copies_than_were_counted_are_asked_for_and_the_event_has_both_amounts(given: Mended) -> None:
    dossier = given.received()
    given.pay()
    dossier = given.mend(dossier, 3)
    assert (dossier.state, left_to_pay(dossier), own.fees_paid(dossier)) == (State.RECEIVED, 8_000, 16_000)
    event = given.event()
    assert (event.note, event.from_state, event.to_state) == ("Đếm nhầm", State.RECEIVED, State.RECEIVED)
    assert act_told(event) == (
        "Sửa phí đã tính (phí tăng 8.000 đồng, từ 16.000 đồng thành 24.000 đồng: thu thêm khoản tăng)"
    )
    declared = replying.declared(Dossier.objects.get())
    assert declared is not None
    assert declared.fees == (("Phí", "người nộp khai 2 bản sao; nơi tiếp nhận ghi 3 bản sao"),)
    receipt = issue(dossier.pk, FormKind.RECEIPT, event.number, actor=factories.CLERK)
    assert "8.000 đồng (chưa nộp)" in json.loads(receipt.texts)["fees"]
    dossier = given.supplemented(dossier, 4)
    assert left_to_pay(dossier) == 16_000, "what comes later is reckoned from it"


def test_fewer_copies_lower_what_is_open_and_what_was_paid_too_much_goes_back(given: Mended) -> None:
    dossier = given.mend(given.filed(), 1)
    assert (dossier.state, left_to_pay(dossier)) == (State.SUBMITTED, 8_000)
    given.pay()
    dossier = given.mend(dossier, 3)
    given.pay_all()
    dossier = given.mend(dossier, 1)
    assert [each for each in refunds() if each[1] == "proposed"] == [(16_000, "proposed")]
    dossier = given.mend(dossier, 2, note="Đếm lại lần nữa")
    assert own.fees_paid(dossier) == 16_000
    assert left_to_pay(dossier) == 0, "kept before any is asked for"


def test_a_wrong_case_is_put_right_both_ways(given: Mended) -> None:
    given.of_case()
    dossier = given.received()
    dossier = given.mend(dossier, OWES, 2, note="Không thuộc hộ nghèo")
    assert left_to_pay(dossier) == 16_000
    given.pay_all()
    dossier = given.mend(dossier, EXEMPT, note="Có giấy chứng nhận hộ nghèo")
    assert (own.fees_paid(dossier), refunds()) == (0, [(16_000, "proposed")])
    assert "từ 16.000 đồng thành được miễn, giảm" in Refund.objects.get().reason
    dossier = given.mend(dossier, OWES, 3, note="Giấy đã hết hạn")
    assert (left_to_pay(dossier), own.fees_paid(dossier)) == (8_000, 16_000)
    dossier = given.supplemented(dossier, 5)
    assert left_to_pay(dossier) == 24_000, (
        "the case that the desk settled stands when the form counts otherwise"
    )


def test_at_a_desk_too_and_until_the_result_is_handed_over(given: Mended) -> None:
    filing = factories.filing(given.version, given.agency, fees=(("Phí (2 bản sao)", 16_000),))
    dossier = receive_at_counter(filing, actor=factories.CLERK, receiver_id=given.clerk.pk)
    dossier = given.mend(dossier, 1)
    assert left_to_pay(dossier) == 8_000
    result = HandedIn("Trích lục", "produced")
    dossier = perform(dossier.pk, commands.Finish(), actor=factories.CLERK, papers=[result])
    dossier = given.mend(dossier, 2)
    assert (dossier.state, left_to_pay(dossier)) == (State.SETTLED, 16_000)
    dossier = perform(dossier.pk, commands.Return(), actor=factories.CLERK)
    with pytest.raises(Refused, match="Không thể «sửa phí đã tính»"):
        given.mend(dossier, 3)


@pytest.mark.parametrize("state", State)
def test_a_fee_is_mended_in_every_state_before_the_end(state: State) -> None:
    before = state.open or state in (State.SUBMITTED, State.SUPPLEMENT_BEFORE, State.SETTLED)
    assert (Act.MEND_FEE in possible_acts(state)) == before


@pytest.mark.parametrize(
    ("told", "note", "words"),
    [
        ((3,), " ", "Ghi lý do sửa phí"),
        ((2,), "Đếm nhầm", "phí vẫn là 16.000 đồng"),
        ((0,), "Đếm nhầm", "từ 1 đến 999"),
        ((1_000,), "Đếm nhầm", "từ 1 đến 999"),
        ((), "Đếm nhầm", "Ghi đủ số lượng"),
    ],
)
def test_what_the_desk_cannot_mean_is_refused_and_nothing_moves(
    given: Mended, told: tuple[int, ...], note: str, words: str
) -> None:
    dossier = given.received()
    with pytest.raises(Refused, match=words):
        given.mend(dossier, *told, note=note)
    assert left_to_pay(dossier) == 16_000
    assert Dossier.objects.get().revision == dossier.revision


def test_a_fee_given_back_for_another_reason_is_settled_there_first(given: Mended) -> None:
    dossier = given.received()
    given.pay()
    [refund] = propose_refunds(dossier, "Được miễn phí", actor=factories.CLERK)
    with pytest.raises(Refused, match="vì lý do khác"):
        given.mend(dossier, 3)
    decide_paid_back(refund)
    with pytest.raises(Refused, match="vì lý do khác"):
        given.mend(dossier, 3)
    assert left_to_pay(dossier) == 0


def test_a_fee_that_runs_with_nothing_is_not_mended_here(given: Mended) -> None:
    dossier = given.received()
    with pytest.raises(Refused, match="vừa được sửa"):
        given.mend(dossier, 3, key="987654")
    FeeRule.objects.filter(version=given.version).update(per="")
    with pytest.raises(Refused, match="không tính theo số lượng"):
        given.mend(dossier, 3)
