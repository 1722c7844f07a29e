"""Fees that run with a count: told by the form, and told anew by a supplement, online or at the desk."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests import factories
from tests.dossiers.test_filing_online import ADMINISTRATOR, FORM
from tests.dossiers.test_replying import MONDAY, Asks

from motcua.catalogue.eforms.definition import Field, FieldKind, Topic
from motcua.catalogue.eforms.keeping import publish, save_draft
from motcua.catalogue.models import FeeRule
from motcua.datastore.writing import act
from motcua.doors.public.filing.fees import FeesForm
from motcua.doors.staff.act_base import Surroundings
from motcua.doors.staff.dossier_clocks import act_told, fee_to_check
from motcua.doors.staff.paper_forms import CompleteSupplementForm
from motcua.dossiers import filing_online as online
from motcua.dossiers import own, own_drafts, replying
from motcua.dossiers.actions import perform
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.filing_fees import counted_by, fees_asked, owed_on
from motcua.dossiers.models import Dossier, DossierFee, Event
from motcua.dossiers.paying import propose_refunds
from motcua.dossiers.queries import left_to_pay, time_line
from motcua.dossiers.rules import commands
from motcua.dossiers.slips.issuing import issue
from motcua.dossiers.slips.kinds import FormKind
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.actions import NewPayment, lower, pay_many
from motcua.payments.arriving import decide_refund, propose_refund, refunded
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Payment, Refund
from motcua.payments.rules import Line

pytestmark = pytest.mark.django_db

COUNTED = replace(
    FORM,
    topics=(
        *FORM.topics,
        Topic(
            key="so-luong",
            title="Số lượng",
            fields=(
                Field(
                    name="copies",
                    kind=FieldKind.NUMBER,
                    label="Số bản sao",
                    least=1,
                    most=50,
                    counts="bản sao",
                ),
            ),
        ),
    ),
)


class Copies(Asks):
    """The same, with a fee for each copy; the form asks how many."""

    def __init__(self) -> None:
        super().__init__()
        FeeRule.objects.filter(version=self.version).update(
            name="Phí", amount=8_000, online_amount=None, per="bản sao"
        )
        form = save_draft(self.version, COUNTED, actor=ADMINISTRATOR)
        publish(form.pk, first_day=clock.today() + timedelta(days=1), actor=ADMINISTRATOR)

    def complete(self) -> FilingDraft:
        draft = super().complete()
        online.answer(draft, COUNTED.topics[1], {"copies": 2})
        return own_drafts.draft_for(self.person, draft.token)

    def now_wants(self, dossier: Dossier, copies: int) -> FilingDraft:
        draft = self.reply(self.ask(dossier, self.form_paper))
        online.answer(draft, COUNTED.topics[1], {"copies": copies})
        return own_drafts.draft_for(self.person, draft.token)

    def supplemented(self, dossier: Dossier, copies: int) -> Dossier:
        draft = self.now_wants(dossier, copies)
        for _ in range(2):
            replying.send(draft, actor=self.citizen)
        return Dossier.objects.get(pk=dossier.pk)

    def orders(self) -> list[tuple[str, int, str]]:
        orders = [each.order for each in DossierFee.objects.select_related("order").order_by("pk")]
        return [(each.lines[0]["name"], each.amount, each.state) for each in orders]

    def lines(self) -> list[list[tuple[str, int]]]:
        fees = DossierFee.objects.exclude(order__state="cancelled").select_related("order").order_by("pk")
        for each in fees:
            assert sum(line["amount"] for line in each.order.lines) == each.order.amount
        return [[(line["name"], line["amount"]) for line in each.order.lines] for each in fees]

    def pay(self, amount: int = 0) -> None:
        order = DossierFee.objects.select_related("order").order_by("pk")[0].order
        with act():
            pay_many(
                [NewPayment(order=order, amount=amount or order.left, method=Method.CASH, at=clock.now())]
            )

    def pay_all(self) -> None:
        orders = [each.order for each in DossierFee.objects.select_related("order").order_by("pk")]
        with act():
            pay_many(
                [
                    NewPayment(order=order, amount=order.left, method=Method.CASH, at=clock.now())
                    for order in orders
                    if OrderState(order.state).open
                ]
            )

    def counted(self, dossier: Dossier, copies: int, key: str = "") -> Dossier:
        counts = ((key or fees_asked(self.version)[0].key, copies),)
        asked = self.ask(dossier, self.form_paper)
        return perform(asked.pk, commands.CompleteSupplement(counts=counts), actor=factories.CLERK)

    def told(self) -> str:
        return act_told(Event.objects.filter(act="complete_supplement").order_by("pk").last() or Event())


def refunds() -> list[tuple[int, str]]:
    return list(Refund.objects.order_by("pk").values_list("amount", "state"))


def decide_paid_back(refund: Refund) -> None:
    with act():
        decide_refund(refund, approve=True, words="", actor=factories.CLERK)
        refunded(refund, reference="PC 12")


@pytest.fixture
def copies() -> Iterator[Copies]:
    with clock.frozen(MONDAY):
        given = Copies()
    with clock.frozen(MONDAY + timedelta(days=1)):
        yield given


def test_copies_told_in_the_form_are_the_fee_and_are_not_asked_again(copies: Copies) -> None:
    draft = copies.complete()
    assert owed_on(draft).lines == (("Phí (2 bản sao)", 16_000),)
    fees = fees_asked(copies.version)
    counted = counted_by(own_drafts.form_of_draft(draft), own_drafts.answers_of(draft), fees)
    assert list(FeesForm(fees, {}, counted=counted).fields) == []
    assert list(FeesForm(fees, {}).fields) == [f"fee_{fees[0].key}"]
    online.send(draft, actor=copies.citizen)
    assert copies.orders() == [("Phí (2 bản sao)", 16_000, "due")]


def test_a_supplement_with_more_copies_asks_for_the_difference_once(copies: Copies) -> None:
    dossier = copies.received()
    copies.pay()
    receipt = issue(dossier.pk, FormKind.RECEIPT, 2, actor=factories.CLERK)
    papers = [(each["title"], each["form"]) for each in json.loads(receipt.texts)["papers"]]
    assert papers == [("Tờ khai thử", "Khai trực tuyến"), ("Giấy chứng sinh", "Bản điện tử")]
    draft = copies.now_wants(dossier, 3)
    found = replying.fees_changed(draft)
    assert found is not None
    assert ([each.words for each in found.changed], found.moved, found.to_check) == (
        ["từ 2 bản sao thành 3 bản sao"], 8_000, None,
    )  # fmt: skip
    for _ in range(2):
        dossier = replying.send(draft, actor=copies.citizen)
    more = "Phí, phần tăng thêm (từ 2 bản sao thành 3 bản sao)"
    assert copies.orders() == [("Phí (2 bản sao)", 16_000, "paid"), (more, 8_000, "due")]
    assert left_to_pay(dossier) == 8_000
    declared = replying.declared(Dossier.objects.get())
    assert declared is not None
    assert declared.fees == (("Phí", "người nộp khai 3 bản sao"),)
    event = Event.objects.get(act="complete_supplement")
    again = issue(dossier.pk, FormKind.RECEIPT, event.number, actor=factories.CLERK)
    assert (
        json.loads(again.texts)["fees"]
        == f"Phí (2 bản sao) 16.000 đồng (đã nộp đủ, tiền mặt tại Bộ phận Một cửa); {more} 8.000 đồng (chưa nộp)"
    )
    dossier = copies.supplemented(dossier, 3 + 1)
    assert [amount for _, amount, _ in copies.orders()] == [16_000, 8_000, 8_000]


def test_a_supplement_with_fewer_copies_lowers_what_is_open_and_proposes_the_rest_back(
    copies: Copies,
) -> None:
    dossier = copies.supplemented(copies.received(), 5)
    assert [(amount, state) for _, amount, state in copies.orders()] == [(16_000, "due"), (24_000, "due")]
    copies.pay()
    dossier = copies.supplemented(dossier, 4)
    assert [(amount, state) for _, amount, state in copies.orders()] == [(16_000, "paid"), (16_000, "due")]
    dossier = copies.supplemented(dossier, 1)
    assert [(amount, state) for _, amount, state in copies.orders()] == [
        (16_000, "paid"),
        (16_000, "cancelled"),
    ]
    assert list(Refund.objects.values_list("amount", "state")) == [(8_000, "proposed")]
    with act():
        decide_refund(Refund.objects.get(), approve=True, words="", actor=factories.CLERK)
    dossier = copies.supplemented(dossier, 2)
    assert left_to_pay(dossier) == 8_000, "what is on its way back was not paid for the second copy"
    assert own.fees_paid(dossier) == 8_000, "the other half is on its way back already"
    own.withdraw(dossier, "Đổi ý", actor=copies.citizen)
    assert sum(Refund.objects.values_list("amount", flat=True)) == 16_000
    assert own.fees_paid(dossier) == 0


def test_money_that_was_to_go_back_is_kept_for_a_rise_before_any_is_asked_for(copies: Copies) -> None:
    dossier = copies.received()
    copies.pay()
    dossier = copies.supplemented(dossier, 1)
    assert refunds() == [(8_000, "proposed")]
    draft = copies.now_wants(dossier, 4)
    found = replying.fees_changed(draft)
    assert found is not None
    assert (found.moved, found.kept, found.more) == (24_000, 8_000, 16_000), "as the citizen is told before"
    dossier = replying.send(draft, actor=copies.citizen)
    assert refunds() == [(8_000, "rejected")]
    assert "Phí lại tăng" in Refund.objects.get().decision
    assert (left_to_pay(dossier), own.fees_paid(dossier)) == (16_000, 16_000)
    assert (
        "từ 8.000 đồng thành 32.000 đồng: giữ lại 8.000 đồng đã đề nghị hoàn, thu thêm 16.000 đồng"
        in copies.told()
    )
    with act(), pytest.raises(Refused, match="không hoàn rồi"):
        decide_refund(Refund.objects.get(), approve=True, words="", actor=factories.CLERK)


def test_of_a_refund_larger_than_the_rise_the_rest_stays_proposed(copies: Copies) -> None:
    dossier = copies.supplemented(copies.received(), 3)
    copies.pay_all()
    dossier = copies.supplemented(dossier, 1)
    assert sum(amount for amount, state in refunds() if state == "proposed") == 16_000
    dossier = copies.supplemented(dossier, 2)
    assert sum(amount for amount, state in refunds() if state == "proposed") == 8_000
    assert (left_to_pay(dossier), own.fees_paid(dossier)) == (0, 16_000)
    assert (
        "phí tăng 8.000 đồng, từ 8.000 đồng thành 16.000 đồng: giữ lại 8.000 đồng đã đề nghị hoàn)"
        in copies.told()
    )
    dossier = copies.supplemented(dossier, 3)
    assert (left_to_pay(dossier), own.fees_paid(dossier)) == (0, 24_000), (
        "the smaller one is known as ours too"
    )
    assert {state for _, state in refunds()} == {"rejected"}


@pytest.mark.parametrize("at_desk", [False, True])
def test_whatever_the_counts_the_money_held_and_asked_for_is_the_tariff(
    copies: Copies, at_desk: bool
) -> None:
    dossier = copies.received()
    for turn, wanted in enumerate((5, 1, 3, 2, 6, 1, 4)):
        dossier = (copies.counted if at_desk else copies.supplemented)(dossier, wanted)
        owed, held = left_to_pay(dossier), own.fees_paid(dossier)
        assert owed + held == wanted * 8_000
        assert not owed or "proposed" not in {state for _, state in refunds()}, "not asked for twice"
        assert "cần đối chiếu" not in copies.told()
        if turn != 4:
            copies.pay_all()


def test_a_refund_of_another_reason_is_not_kept_for_a_rise(copies: Copies) -> None:
    dossier = copies.supplemented(copies.received(), 5)
    copies.pay_all()
    dossier = copies.supplemented(dossier, 4)
    with act():
        propose_refund(Payment.objects.earliest("pk"), 8_000, "Thu nhầm")
    dossier = copies.counted(dossier, 5)
    assert refunds() == [(8_000, "proposed"), (8_000, "proposed")]
    assert "cần đối chiếu" in copies.told()


@pytest.mark.parametrize("gone", [False, True])
def test_a_count_at_the_desk_asks_for_nothing_that_was_given_back_as_exempt(
    copies: Copies, gone: bool
) -> None:
    dossier = copies.received()
    copies.pay()
    [refund] = propose_refunds(dossier, "Được miễn phí", actor=factories.CLERK)
    if gone:
        decide_paid_back(refund)
    dossier = copies.counted(dossier, 4)
    assert (left_to_pay(dossier), len(copies.orders()), Refund.objects.count()) == (0, 1, 1)
    apart = "theo biểu là 32.000 đồng, đã thu và còn phải thu 0 đồng"
    assert apart in copies.told()
    assert apart in fee_to_check(dossier, list(time_line(dossier)))


def test_copies_counted_at_the_desk_change_the_fee_too(copies: Copies) -> None:
    dossier = copies.ask(copies.received(), copies.form_paper)
    copies.pay()
    key = fees_asked(copies.version)[0].key
    brought = commands.CompleteSupplement("Xin thêm hai bản", counts=((key, 4),))
    for _ in range(2):
        dossier = perform(dossier.pk, brought, actor=factories.CLERK, act_key="bo-sung-tai-quay")
    assert [(amount, state) for _, amount, state in copies.orders()] == [(16_000, "paid"), (16_000, "due")]
    brought = commands.CompleteSupplement(counts=((key, 1),))
    perform(copies.ask(dossier, copies.form_paper).pk, brought, actor=factories.CLERK)
    assert [state for _, _, state in copies.orders()] == ["paid", "cancelled"]
    assert list(Refund.objects.values_list("amount", flat=True)) == [8_000]


def test_a_fee_given_back_is_not_asked_for_again_by_a_supplement(copies: Copies) -> None:
    dossier = copies.received()
    copies.pay()
    [refund] = propose_refunds(dossier, "Được miễn phí", actor=factories.CLERK)
    dossier = copies.supplemented(dossier, 4)
    assert (refund.amount, left_to_pay(dossier)) == (16_000, 0), (
        "left to the officer, who reads what was declared"
    )
    apart = "theo biểu là 32.000 đồng, đã thu và còn phải thu 0 đồng"
    assert apart in copies.told()
    assert apart in fee_to_check(dossier, list(time_line(dossier)))
    dossier = copies.supplemented(dossier, 2)
    assert Refund.objects.count() == 1, "nothing more to give back"
    with act():
        decide_refund(refund, approve=False, words="Phải nộp", actor=factories.CLERK)
    assert fee_to_check(dossier, list(time_line(dossier))) == "", "somebody settled it since"


def test_other_fees_of_the_same_order_keep_their_lines(copies: Copies) -> None:
    FeeRule.objects.create(version=copies.version, name="Lệ phí", amount=50_000, order=9)
    dossier = copies.received()
    assert copies.lines() == [[("Phí (2 bản sao)", 16_000), ("Lệ phí", 50_000)]]
    dossier = copies.supplemented(dossier, 1)
    assert copies.lines() == [[("Phí (1 bản sao)", 8_000), ("Lệ phí", 50_000)]]
    dossier = copies.supplemented(dossier, 3)
    copies.pay(55_000)
    more = "Phí, phần tăng thêm (từ 1 bản sao thành 3 bản sao)"
    assert copies.lines() == [[("Phí (1 bản sao)", 8_000), ("Lệ phí", 50_000)], [(more, 16_000)]]
    dossier = copies.supplemented(dossier, 2)
    less = "Phí từ 3 bản sao thành 2 bản sao"
    assert copies.lines() == [[("Phí (1 bản sao)", 8_000), ("Lệ phí", 50_000)], [(less, 8_000)]]
    assert (left_to_pay(dossier), Refund.objects.count()) == (8_000 + 3_000, 0)
    with act(), pytest.raises(Refused, match="cộng lại"):
        lower(DossierFee.objects.first().order, by=1_000, lines=[Line("Lệ phí", 50_000)])  # type: ignore[union-attr]


def test_what_is_paid_in_part_is_lowered_first_and_the_rest_proposed_back(copies: Copies) -> None:
    FeeRule.objects.create(version=copies.version, name="Lệ phí", amount=50_000, order=9)
    dossier = copies.received()
    copies.pay(60_000)
    dossier = copies.supplemented(dossier, 1)
    assert copies.lines() == [[("Phí từ 2 bản sao thành 1 bản sao", 10_000), ("Lệ phí", 50_000)]]
    assert (left_to_pay(dossier), Refund.objects.get().amount, own.fees_paid(dossier)) == (0, 2_000, 58_000)
    dossier = copies.supplemented(dossier, 2)
    assert (left_to_pay(dossier), own.fees_paid(dossier)) == (6_000, 60_000)
    assert "giữ lại 2.000 đồng đã đề nghị hoàn, thu thêm 6.000 đồng" in copies.told()
    assert "cần đối chiếu" not in copies.told()


def test_what_comes_after_a_count_at_the_desk_is_reckoned_from_it(copies: Copies) -> None:
    dossier = copies.counted(copies.received(), 5)
    declared = replying.declared(Dossier.objects.get())
    assert declared is not None
    assert declared.fees == (("Phí", "người nộp khai 2 bản sao; nơi tiếp nhận ghi 5 bản sao"),)
    draft = copies.now_wants(dossier, 3)
    found = replying.fees_changed(draft)
    assert found is not None
    assert ([each.words for each in found.changed], found.moved) == (
        ["từ 5 bản sao thành 3 bản sao"],
        -16_000,
    )
    dossier = replying.send(draft, actor=copies.citizen)
    assert left_to_pay(dossier) == 24_000
    assert "phí giảm 16.000 đồng" in copies.told()
    dossier = copies.supplemented(dossier, 4)
    assert (left_to_pay(dossier), copies.told().count("cần đối chiếu")) == (32_000, 0)


@pytest.mark.parametrize(
    ("copies_now", "key", "words"),
    [(0, "", "từ 1 đến 999"), (1_000, "", "từ 1 đến 999"), (3, "987654", "vừa được sửa")],
)
def test_a_count_the_desk_cannot_mean_is_refused_for_what_it_is(
    copies: Copies, copies_now: int, key: str, words: str
) -> None:
    dossier = copies.filed()
    with pytest.raises(Refused, match=words):
        copies.counted(dossier, copies_now, key)


def test_a_count_is_refused_where_no_fee_runs_with_one_and_after_the_rule_was_made_anew(
    copies: Copies,
) -> None:
    dossier = copies.ask(copies.filed(), copies.form_paper)
    [fee] = fees_asked(copies.version)
    form = CompleteSupplementForm({"count_987654": "3"}, dossier=dossier, around=Surroundings())
    assert "vừa được sửa" in str(form.errors)
    FeeRule.objects.filter(version=copies.version).update(per="")
    with pytest.raises(Refused, match="không tính theo số lượng"):
        perform(dossier.pk, commands.CompleteSupplement(counts=((fee.key, 3),)), actor=factories.CLERK)
