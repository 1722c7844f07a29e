"""A supplement request answered by the citizen in place, and a dossier taken back: once, in full, and seen by the officer."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from tests import factories
from tests.dossiers.test_filing_online import ADMINISTRATOR, FORM, Setting

from motcua.accounts.models import Person
from motcua.blobs.models import Blob
from motcua.blobs.store import put
from motcua.catalogue.eforms.keeping import publish, save_draft
from motcua.catalogue.models import Component
from motcua.datastore.writing import act
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own, own_drafts, replying, tasks
from motcua.dossiers.actions import correct_receipt, perform, receive_at_counter
from motcua.dossiers.enums import State
from motcua.dossiers.filing import Correction, HandedIn
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.models import Dossier, DossierFee, Event
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.papers import Asked, Lack
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.payments.actions import NewPayment, pay_many
from motcua.payments.enums import Method
from motcua.payments.models import Refund
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import Origin, PaperKind

pytestmark = pytest.mark.django_db

MONDAY = factories.moment("2026-03-02 09:00")
PDF = b"%PDF-1.4 thu\n%%EOF\n"


class Asks(Setting):
    """The same commune and form, with a dossier filed online and a desk that asks for more."""

    def __init__(self) -> None:
        super().__init__()
        self.form_paper = Component.objects.get(version=self.version, form_code="TK-01")
        self.clerk = factories.officer(self.agency)

    def filed(self) -> Dossier:
        return online.send(self.complete(), actor=self.citizen)

    def received(self) -> Dossier:
        receive = commands.Receive(receiver_id=self.clerk.pk)
        return perform(self.filed().pk, receive, actor=factories.CLERK)

    def ask(self, dossier: Dossier, *components: Component) -> Dossier:
        items = tuple(
            Asked(Lack.WRONG, component_id=each.pk, words="Ảnh mờ, chụp lại") for each in components
        )
        return perform(dossier.pk, commands.AskSupplement(items=items), actor=factories.CLERK)

    def reply(self, dossier: Dossier) -> FilingDraft:
        draft = replying.begin(self.person, own.dossier_of(self.person, dossier.tracking))
        return own_drafts.draft_for(self.person, draft.token)

    def bring(self, draft: FilingDraft, data: bytes = PDF) -> DraftPaper:
        return filing_papers.put_paper(draft, self.component, put(data), self.component.name)


@pytest.fixture
def given() -> Asks:
    with clock.frozen(MONDAY):
        return Asks()


def test_the_reply_is_sent_once_and_the_clock_begins_anew(given: Asks) -> None:
    with clock.frozen(MONDAY):
        dossier = given.received()
        first_due = dossier.due_date
    with clock.frozen(MONDAY + timedelta(days=1)):
        dossier = given.ask(dossier, given.component)
    with clock.frozen(MONDAY + timedelta(days=7)):
        request = replying.request_of(dossier)
        assert request is not None
        assert [(each.name, each.lack, each.words) for each in request.lines] == [
            ("Giấy chứng sinh", Lack.WRONG, "Ảnh mờ, chụp lại")
        ]
        draft = given.reply(dossier)
        assert given.reply(dossier).pk == draft.pk, "one reply to one request"
        assert replying.still_missing(draft).papers == (given.component,)
        assert filing_papers.held_papers(draft), "the store has it since the filing"
        assert replying.held_papers(draft) == [], "the paper found wrong is not offered again"
        with pytest.raises(Refused, match="còn thiếu"):
            replying.send(draft, actor=given.citizen)
        given.bring(draft, b"%PDF-1.4 ro hon\n%%EOF\n")
        sent = replying.send(draft, actor=given.citizen)
        for again in (draft, own_drafts.draft_for(given.person, draft.token)):
            assert replying.send(again, actor=given.citizen).pk == sent.pk
    assert (sent.state, sent.due_date) == (State.PROCESSING, request.due_if_now)
    assert sent.due_date is not None
    assert first_due is not None
    assert sent.due_date > first_due
    assert Event.objects.filter(dossier=dossier, act="complete_supplement").count() == 1
    told = replying.reply_to(sent)
    assert told is not None
    [(title, number)] = told.papers
    assert title == "Giấy chứng sinh"
    assert own.own_paper(sent, number or 0).paper.blob_id == DraftPaper.objects.get(draft=draft).blob
    assert replying.request_of(sent) is None


def test_a_wrong_form_is_corrected_by_its_answers_and_the_officer_sees_what_changed(given: Asks) -> None:
    dossier = given.ask(given.filed(), given.form_paper)
    draft = given.reply(dossier)
    request = replying.request_of(dossier)
    assert request is not None
    assert [each.by_form for each in request.lines] == [True]
    assert replying.still_missing(draft).others == ("Tờ khai: chưa sửa mục nào theo yêu cầu",)
    newer = save_draft(given.version, replace(FORM, title="Mẫu khác"), actor=ADMINISTRATOR)
    publish(newer.pk, first_day=clock.today() + timedelta(days=1), actor=ADMINISTRATOR)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert online.newer_form(draft) is None, "a dossier stays with the form it was filed by"
    online.answer(draft, FORM.topics[0], {"name": "Lò Thị Mẩy", "street": "Bản Cũ"})
    sent = replying.send(own_drafts.draft_for(given.person, draft.token), actor=given.citizen)
    assert sent.state == State.SUBMITTED
    assert json.loads(Dossier.objects.get().answers)["answers"]["street"] == "Bản Cũ"
    told = replying.reply_to(sent)
    assert told is not None
    assert [(each.label, old, new) for each, old, new in told.changed] == [("Nơi ở", "Bản Mới", "Bản Cũ")]


def test_what_was_settled_at_the_desk_meanwhile_is_said_and_nothing_changes(given: Asks) -> None:
    dossier = given.ask(given.filed(), given.component)
    draft = given.reply(dossier)
    given.bring(draft)
    perform(dossier.pk, commands.CompleteSupplement(), actor=factories.CLERK)
    with pytest.raises(Refused, match="không còn chờ"):
        replying.send(draft, actor=given.citizen)
    dossier = given.ask(dossier, given.component)
    with pytest.raises(Refused, match="không còn chờ"):
        replying.send(draft, actor=given.citizen)
    assert given.reply(dossier).pk != draft.pk


def test_only_ones_own_and_what_one_filed_for_somebody(given: Asks) -> None:
    draft = given.complete()
    online.wish(draft, online.Wish(way="desk", name="Lò Văn Mù", identity="001099000009"))
    dossier = online.send(own_drafts.draft_for(given.person, draft.token), actor=given.citizen)
    assert own.dossier_of(given.person, dossier.tracking) == dossier
    principal = Person.objects.get(name="Lò Văn Mù")
    assert own.dossier_of(principal, dossier.tracking) == dossier
    assert (principal.phone, principal.address) == ("", ""), "the delegate's are not theirs"
    assert dossier.applicant_phone == given.person.phone, "but who filed is told what is missing"
    assert own.may_withdraw(dossier, by=given.person), "sent by mistake"
    receive = commands.Receive(receiver_id=given.clerk.pk)
    dossier = perform(dossier.pk, receive, actor=factories.CLERK)
    assert (own.may_withdraw(dossier, by=given.person), own.may_withdraw(dossier, by=principal)) == (
        False,
        True,
    )
    with pytest.raises(Refused, match="người đứng tên"):
        own.withdraw(dossier, "Đổi ý", actor=given.citizen, by=given.person)
    stranger = Person.objects.create(
        name="Người Khác", identity_number="001099000002", created_at=clock.now()
    )
    with pytest.raises(NotFound):
        own.dossier_of(stranger, dossier.tracking)
    with pytest.raises(Refused, match="không còn chờ"):
        replying.begin(given.person, dossier)


def test_who_handed_in_at_a_desk_with_authority_sees_it_and_not_the_other_ones_store(given: Asks) -> None:
    carrier = Person.objects.create(
        name="Lò Thị Thay", identity_number="001099000007", created_at=clock.now()
    )
    wanted = NewPaper(
        kind=PaperKind.RESULT, title="Giấy khai sinh", origin=Origin.PRODUCED, blob=put(PDF).sha256, owner=given.person
    )  # fmt: skip
    [held] = keep([wanted])
    filing = factories.filing(
        given.version, given.agency, identity_number=given.person.identity_number,
        delegate_name=carrier.name, delegate_identity=carrier.identity_number,
        papers=(
            HandedIn("Giấy chứng sinh", "uploaded", blob=put(PDF).sha256, component_id=given.component.pk),
            HandedIn(held.title, "reused", reused_paper_id=held.pk),
        ),
    )  # fmt: skip
    dossier = receive_at_counter(filing, actor=factories.CLERK, receiver_id=given.clerk.pk)
    with pytest.raises(NotFound):
        own.dossier_of(carrier, dossier.tracking)
    Dossier.objects.update(authorisation="vợ")
    with pytest.raises(NotFound):
        own.dossier_of(carrier, dossier.tracking)
    Dossier.objects.update(delegate_may_follow=True)
    assert own.dossier_of(carrier, dossier.tracking) == dossier
    Dossier.objects.update(delegate_name="")
    assert not own.dossiers_of(carrier)
    Dossier.objects.update(delegate_name=carrier.name)
    assert [row.paper.title for row in own.own_papers(dossier, to=carrier)] == ["Giấy chứng sinh"]
    assert len(own.own_papers(dossier, to=given.person)) == 2
    [reused] = own.own_papers(dossier).filter(reused=True)
    with pytest.raises(NotFound):
        own.own_paper(dossier, reused.pk, to=carrier)
    draft = replying.begin(carrier, given.ask(dossier, given.component))
    given.bring(draft)
    assert replying.send(draft, actor=given.citizen).state == State.PROCESSING


class Delegated(Asks):
    """The same, handed in at the desk by a delegate with authority, who began to answer what is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.carrier = Person.objects.create(
            name="Lò Thị Thay", identity_number="001099000007", created_at=clock.now()
        )
        filing = factories.filing(
            self.version, self.agency, identity_number=self.person.identity_number, authorisation="Giấy số 12",
            delegate_name=self.carrier.name, delegate_identity=self.carrier.identity_number,
            delegate_may_follow=True,
        )  # fmt: skip
        received = receive_at_counter(filing, actor=factories.CLERK, receiver_id=self.clerk.pk)
        self.dossier = self.ask(received, self.component)
        self.begun = replying.begin(self.carrier, own.dossier_of(self.carrier, received.tracking))
        self.bring(self.begun)

    def take_out(self) -> None:
        nobody = Correction(delegate_name="")
        correct_receipt(self.dossier.pk, nobody, reason="Ghi nhầm", actor=factories.CLERK)


def test_a_delegate_who_was_taken_out_keeps_nothing_by_the_reply_they_began() -> None:
    given = Delegated()
    assert own_drafts.draft_for(given.carrier, given.begun.token).pk == given.begun.pk
    assert [each.pk for each in own_drafts.drafts_of(given.carrier)] == [given.begun.pk]
    filing = given.begin()
    given.take_out()
    with pytest.raises(NotFound):
        own_drafts.draft_for(given.carrier, given.begun.token)
    assert own_drafts.drafts_of(given.carrier) == []
    with pytest.raises(Refused, match="không còn theo dõi") as refused:
        replying.send(given.begun, actor=given.citizen)
    assert refused.value.code == "not_theirs"
    assert Dossier.objects.get().state == State.SUPPLEMENTING, "nothing of it was written"
    rightful = given.reply(given.dossier)
    assert {each.pk for each in own_drafts.drafts_of(given.person)} == {rightful.pk, filing.pk}
    given.bring(rightful)
    assert replying.send(rightful, actor=given.citizen).state == State.PROCESSING
    with pytest.raises(NotFound):
        own_drafts.draft_for(given.carrier, given.begun.token)


def test_a_reply_sent_opens_nothing_to_a_delegate_taken_out_afterwards() -> None:
    given = Delegated()
    replying.send(given.begun, actor=given.citizen)
    assert own_drafts.draft_for(given.carrier, given.begun.token).dossier_id == given.dossier.pk
    given.take_out()
    with pytest.raises(NotFound):
        own_drafts.draft_for(given.carrier, given.begun.token)


def filed_for_another(given: Asks) -> tuple[FilingDraft, Dossier]:
    """A draft sent for somebody else, and the dossier once received."""
    draft = given.complete()
    online.wish(draft, online.Wish(way="desk", name="Lò Văn Mù", identity="001099000009"))
    sent = online.send(own_drafts.draft_for(given.person, draft.token), actor=given.citizen)
    return draft, perform(sent.pk, commands.Receive(receiver_id=given.clerk.pk), actor=factories.CLERK)


@pytest.mark.parametrize(
    "put_right",
    [
        Correction(delegate_name=""),
        Correction(delegate_name="Lò Thị Khác", delegate_identity="001099000008"),
        Correction(delegate_identity="001099000008", authorisation="Giấy số 9", delegate_may_follow=True),
    ],
)
def test_who_filed_online_for_another_follows_until_an_officer_puts_the_delegate_right(
    put_right: Correction,
) -> None:
    given = Asks()
    draft, dossier = filed_for_another(given)
    whose, rightful = (
        dossier.person,
        Person.objects.create(name="Lò Thị Khác", identity_number="001099000008", created_at=clock.now()),
    )
    assert whose is not None
    other = online.send(given.complete(), actor=given.citizen)
    assert {each.pk for each in own.dossiers_of(given.person)} == {dossier.pk, other.pk}
    only_the_paper = Correction(subject="Xin hai bản", authorisation="Giấy số 12")
    dossier = correct_receipt(dossier.pk, only_the_paper, reason="Ghi thêm", actor=factories.CLERK)
    assert own.follows(given.person, dossier.pk), "nothing was said of who the delegate is"
    begun = replying.begin(given.person, given.ask(dossier, given.component))
    correct_receipt(dossier.pk, put_right, reason="Ghi nhầm", actor=factories.CLERK)
    assert [each.pk for each in own.dossiers_of(given.person)] == [other.pk]
    for token in (draft.token, begun.token):
        with pytest.raises(NotFound):
            own_drafts.draft_for(given.person, token)
    assert [each.pk for each in own.dossiers_of(whose)] == [dossier.pk]
    assert own.follows(rightful, dossier.pk) == bool(put_right.delegate_may_follow)


def test_who_filed_online_for_another_follows_again_by_the_officers_word() -> None:
    given = Asks()
    _, dossier = filed_for_another(given)
    own_number = {"delegate_identity": given.person.identity_number, "authorisation": "Giấy số 12"}
    for told, follows in (
        (Correction(delegate_name="Lò Thị Mẩy B", **own_number), False),
        (Correction(delegate_may_follow=True, **own_number), True),
        (Correction(delegate_may_follow=False), False),
    ):
        correct_receipt(dossier.pk, told, reason="Sửa", actor=factories.CLERK)
        assert own.follows(given.person, dossier.pk) == follows
    assert own.delegate_put_right(dossier)


def test_a_correction_of_who_asks_leaves_who_filed_for_themselves() -> None:
    given = Asks()
    dossier = given.received()
    told = Correction(
        applicant_name="Lò Thị Mây", delegate_name="Lò Thị Thay", delegate_identity="001099000007"
    )
    correct_receipt(dossier.pk, told, reason="Sửa", actor=factories.CLERK)
    assert own.follows(given.person, dossier.pk)


def test_who_may_act_is_asked_again_while_the_dossier_is_held_before_anything_of_it_is_told() -> None:
    given = Delegated()

    def not_any_more(held: Dossier) -> None:
        assert held.pk == given.dossier.pk
        raise Refused("Không còn quyền", code="not_theirs")

    with pytest.raises(Refused) as refused:  # and not Overtaken, which would name who acted and what was done
        perform(
            given.dossier.pk, commands.CompleteSupplement(), actor=given.citizen, seen=1, may=not_any_more
        )
    assert refused.value.code == "not_theirs"
    assert Dossier.objects.get().state == State.SUPPLEMENTING


def test_taking_back_gives_back_what_was_paid(given: Asks) -> None:
    dossier = given.filed()
    order = DossierFee.objects.select_related("order").get(dossier=dossier).order
    with act():
        pay_many([NewPayment(order=order, amount=25_000, method=Method.CASH, at=clock.now())])
    assert (own.may_withdraw(dossier), own.fees_paid(dossier)) == (True, 25_000)
    with pytest.raises(Refused, match="lý do"):
        own.withdraw(dossier, " ", actor=given.citizen)
    with pytest.raises(Overtaken):
        own.withdraw(dossier, "Đổi ý", actor=given.citizen, seen=dossier.revision - 1)
    for _ in range(2):
        ended = own.withdraw(dossier, "Đổi ý", actor=given.citizen, act_key="rut-1")
    assert (ended.state, Refund.objects.get().amount) == (State.WITHDRAWN, 25_000)
    assert not own.may_withdraw(ended)
    with pytest.raises(Refused, match="Không thể"):
        own.withdraw(ended, "Đổi ý", actor=given.citizen)


def test_a_result_is_shown_to_its_owner_when_it_is_there_and_paid(given: Asks) -> None:
    dossier = given.received()
    result = HandedIn("Trích lục", "produced", blob=put(b"%PDF-1.4 kq\n%%EOF\n").sha256)
    done = perform(dossier.pk, commands.Finish(), actor=factories.CLERK, papers=[result])
    assert "Trích lục" not in [each.paper.title for each in own.own_papers(done)]
    order = DossierFee.objects.select_related("order").get(dossier=dossier).order
    with act():
        pay_many([NewPayment(order=order, amount=25_000, method=Method.CASH, at=clock.now())])
    assert "Trích lục" in [each.paper.title for each in own.own_papers(done)]


def test_a_photograph_becomes_a_page(given: Asks) -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    draft = given.begin()
    paper = given.bring(draft, out.getvalue())
    [wish] = Job.objects.filter(kind="dossiers.photo_to_pdf")
    assert tasks.photo_to_pdf(wish.arguments, _quiet) == {"made": 1}
    paper.refresh_from_db()
    assert Blob.objects.get(pk=paper.blob).mime == "application/pdf"
    assert tasks.photo_to_pdf(wish.arguments, _quiet) is None, "done once"
    given.bring(draft, b"%PDF-1.4 khac\n%%EOF\n")
    assert Job.objects.filter(kind="dossiers.photo_to_pdf").count() == 1


def _quiet(done: int, total: int, text: str = "") -> None: ...
