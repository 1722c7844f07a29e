"""Filing online: nothing typed is lost, nothing is sent twice, and only what is complete is sent."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from motcua.accounts.models import Person
from motcua.blobs.store import put
from motcua.catalogue.eforms.definition import Field, FieldKind, Form, Topic
from motcua.catalogue.eforms.keeping import form_for, publish, save_draft
from motcua.catalogue.models import Component, FeeRule, ProcedureVersion
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own_drafts
from motcua.dossiers.enums import State
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Agency
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import Origin, PaperKind

pytestmark = pytest.mark.django_db

FORM = Form(
    title="Tờ khai thử",
    topics=(
        Topic(
            key="nguoi-khai",
            title="Người khai",
            fields=(
                Field(name="name", kind=FieldKind.NAME, label="Họ và tên", prefill="person.name"),
                Field(name="street", kind=FieldKind.TEXT, label="Nơi ở", prefill="earlier"),
            ),
        ),
    ),
)
ADMINISTRATOR = Actor("staff", "9", "Quản trị", "H99.01")


class Setting:
    """A procedure that is filed online with a form, one required paper and a fee, and somebody who files."""

    def __init__(self) -> None:
        self.version: ProcedureVersion = factories.version()
        self.agency: Agency = factories.agency()
        self.component = Component.objects.create(version=self.version, name="Giấy chứng sinh")
        Component.objects.create(version=self.version, name="Tờ khai", form_code="TK-01")
        Component.objects.create(version=self.version, name="Giấy khác", condition="Nếu có")
        FeeRule.objects.create(version=self.version, name="Lệ phí", amount=50_000, online_amount=25_000)
        self.person = Person.objects.create(
            name="Lò Thị Mẩy", identity_number="001099000001", phone="0912345678", created_at=clock.now()
        )
        draft = save_draft(self.version, FORM, actor=ADMINISTRATOR)
        publish(draft.pk, first_day=clock.today(), actor=ADMINISTRATOR)

    @property
    def citizen(self) -> Actor:
        return Actor("person", str(self.person.pk), self.person.name, "")

    def begin(self) -> FilingDraft:
        draft = online.begin(self.person, self.version, self.agency)
        return own_drafts.draft_for(self.person, draft.token)

    def complete(self) -> FilingDraft:
        draft = self.begin()
        assert online.answer(draft, FORM.topics[0], {"name": "Lò Thị Mẩy", "street": "Bản Mới"}) == []
        blob = put(b"%PDF-1.4 thu\n%%EOF\n")
        filing_papers.put_paper(draft, self.component, blob, "Giấy chứng sinh")
        return draft


@pytest.fixture
def given() -> Setting:
    return Setting()


def test_what_is_known_is_filled_in_and_what_is_missing_is_named(given: Setting) -> None:
    assert online.version_online(given.version.procedure, given.agency) == given.version
    draft = given.begin()
    assert own_drafts.answers_of(draft) == {"name": "Lò Thị Mẩy"}
    still = online.missing(draft)
    assert [each.field for each in still.answers] == ["street"]
    assert still.papers == (given.component,)
    with pytest.raises(Refused, match="còn thiếu"):
        online.send(draft, actor=given.citizen)


def test_a_complete_draft_becomes_one_dossier_however_often_it_is_sent(given: Setting) -> None:
    draft = given.complete()
    sent = online.send(draft, actor=given.citizen)
    assert online.send(draft, actor=given.citizen) == sent
    assert online.send(own_drafts.draft_for(given.person, draft.token), actor=given.citizen) == sent
    assert Dossier.objects.count() == 1
    assert (sent.state, sent.channel, sent.person) == (State.SUBMITTED, "online", given.person)
    told = json.loads(Dossier.objects.get().answers)
    assert told["answers"] == {"name": "Lò Thị Mẩy", "street": "Bản Mới"}
    assert DossierPaper.objects.get(dossier=sent).component == given.component
    assert DossierFee.objects.select_related("order").get(dossier=sent).order.amount == 25_000
    with pytest.raises(Refused, match="đã gửi"):
        online.answer(own_drafts.draft_for(given.person, draft.token), FORM.topics[0], {"name": "x"})
    assert own_drafts.drafts_of(given.person) == []


def test_the_next_filing_knows_the_last_one(given: Setting) -> None:
    online.send(given.complete(), actor=given.citizen)
    assert own_drafts.answers_of(given.begin()) == {"name": "Lò Thị Mẩy", "street": "Bản Mới"}


def test_wrong_answers_are_kept_and_named(given: Setting) -> None:
    draft = given.begin()
    wrong = online.answer(draft, FORM.topics[0], {"name": "", "street": "x" * 301})
    assert [(each.field, each.words) for each in wrong] == [
        ("name", "Chưa ghi mục này."),
        ("street", "Ghi không quá 300 ký tự."),
    ]
    assert own_drafts.answers_of(own_drafts.draft_for(given.person, draft.token)) == {"street": "x" * 301}


def test_two_windows_do_not_overwrite_each_other(given: Setting) -> None:
    draft = given.begin()
    other = own_drafts.draft_for(given.person, draft.token)
    online.answer(draft, FORM.topics[0], {"name": "A", "street": "B"}, seen=draft.revision)
    with pytest.raises(Overtaken):
        online.answer(other, FORM.topics[0], {"name": "C", "street": "D"}, seen=other.revision)
    assert own_drafts.answers_of(own_drafts.draft_for(given.person, draft.token))["name"] == "A"


def test_what_was_sent_in_another_window_takes_no_answer_and_no_paper(given: Setting) -> None:
    draft = given.complete()
    elsewhere = own_drafts.draft_for(given.person, draft.token)
    online.send(elsewhere, actor=given.citizen)
    blob = put(b"%PDF-1.4 muon\n%%EOF\n")
    with pytest.raises(Refused, match="đã gửi"):
        filing_papers.put_paper(draft, given.component, blob, "Giấy chứng sinh")
    with pytest.raises(Refused, match="đã gửi"):
        online.answer(draft, FORM.topics[0], {"name": "Ai khác"})
    assert DraftPaper.objects.filter(draft=draft.pk).count() == 1
    FilingDraft.objects.filter(pk=draft.pk).delete()
    with pytest.raises(NotFound):
        online.answer(draft, FORM.topics[0], {"name": "Ai khác"})


def test_keeping_a_page_is_one_statement_and_sealed(given: Setting) -> None:
    draft = given.begin()
    with CaptureQueriesContext(connection) as asked:
        online.answer(draft, FORM.topics[0], {"name": "Lò Thị Mẩy", "street": "Bản Mới"}, seen=1)
    changes = [each["sql"] for each in asked if each["sql"].startswith("UPDATE")]
    assert len(changes) == 1
    assert "Bản Mới" not in changes[0]
    if connection.vendor == "postgresql":  # nothing around it
        assert not [each["sql"] for each in asked if each["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    stored = FilingDraft.objects.get(pk=draft.pk)
    assert (own_drafts.answers_of(stored)["street"], stored.revision, draft.revision) == ("Bản Mới", 2, 2)


def test_nobody_elses_draft_and_nobody_elses_papers(given: Setting) -> None:
    draft = given.begin()
    stranger = Person.objects.create(
        name="Người Khác", identity_number="001099000002", created_at=clock.now()
    )
    with pytest.raises(NotFound):
        own_drafts.draft_for(stranger, draft.token)
    [theirs] = keep(
        [
            NewPaper(
                kind=PaperKind.COMPONENT,
                title="Của họ",
                origin=Origin.DATABASE,
                origin_source="thử",
                owner=stranger,
            )
        ]
    )
    with pytest.raises(NotFound):
        filing_papers.use_held(draft, given.component, theirs.pk)


def test_a_paper_held_already_is_used_again(given: Setting) -> None:
    [held] = keep(
        [
            NewPaper(
                kind=PaperKind.COMPONENT, title="Giấy chứng sinh", origin=Origin.DATABASE, origin_source="thử",
                owner=given.person, digitised_at=clock.now(),
            )
        ]
    )  # fmt: skip
    draft = given.begin()
    online.answer(draft, FORM.topics[0], {"name": "Lò Thị Mẩy", "street": "Bản Mới"})
    with CaptureQueriesContext(connection) as asked:
        assert held in filing_papers.held_papers(draft)
    assert '."text"' not in asked[0]["sql"]  # fifty papers read off scans are many pages
    filing_papers.use_held(draft, given.component, held.pk)
    sent = online.send(draft, actor=given.citizen)
    assert DossierPaper.objects.get(dossier=sent).reused


def test_a_form_that_changed_meanwhile_loses_nothing(given: Setting) -> None:
    draft = given.complete()
    more = Field(name="ward", kind=FieldKind.TEXT, label="Tổ dân phố")
    first = FORM.topics[0]
    changed = replace(FORM, topics=(replace(first, fields=(first.fields[0], more)),))
    new = save_draft(given.version, changed, actor=ADMINISTRATOR)
    tomorrow = clock.now() + timedelta(days=1)
    publish(new.pk, first_day=clock.local_day(tomorrow), actor=ADMINISTRATOR)
    assert online.newer_form(draft) is None
    with clock.frozen(tomorrow):
        carried = online.newer_form(draft)
        assert carried is not None
        assert (carried.added, carried.gone, carried.lost) == (
            ("Tổ dân phố",),
            ("Nơi ở",),
            {"street": "Bản Mới"},
        )
        with pytest.raises(Refused, match="vừa được thay"):
            online.send(draft, actor=given.citizen)
        online.bring_up_to_date(draft)
        assert online.newer_form(draft) is None
        again = own_drafts.draft_for(given.person, draft.token)
        assert json.loads(again.lost) == {"street": "Bản Mới"}
        assert [each.field for each in online.missing(again).answers] == ["ward"]


@pytest.mark.parametrize(("way", "address"), [("rocket", ""), ("post", " ")])
def test_the_result_goes_where_it_can(given: Setting, way: str, address: str) -> None:
    with pytest.raises(Refused):
        online.wish(given.begin(), online.Wish(way=way, address=address))


def test_filing_for_somebody_else_names_both(given: Setting) -> None:
    draft = given.complete()
    with pytest.raises(Refused):
        online.wish(draft, online.Wish(way="desk", name="Lò Văn Mù", identity=""))
    online.wish(draft, online.Wish(way="desk", name="Lò Văn Mù", identity="001099000009"))
    sent = online.send(own_drafts.draft_for(given.person, draft.token), actor=given.citizen)
    assert (sent.applicant_name, sent.delegate_name) == ("Lò Văn Mù", "Lò Thị Mẩy")


def test_a_draft_nobody_touches_is_forgotten(given: Setting) -> None:
    draft = given.begin()
    assert own_drafts.forget_old(clock.now() - timedelta(days=1)) == 0
    assert own_drafts.forget_old(clock.now() + timedelta(days=1)) == 1
    with pytest.raises(NotFound):
        own_drafts.draft_for(given.person, draft.token)


def test_what_cannot_be_filed_online_is_not_offered(given: Setting) -> None:
    ProcedureVersion.objects.filter(pk=given.version.pk).update(online_level="none")
    assert online.version_online(given.version.procedure, given.agency) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda form: replace(form, topics=()), "chưa có trang nào"),
        (lambda form: form, "từ hôm nay"),
    ],
)
def test_only_a_usable_form_is_published(given: Setting, change: Any, words: str) -> None:
    draft = save_draft(given.version, change(FORM), actor=ADMINISTRATOR)
    with pytest.raises(Refused, match=words):
        publish(draft.pk, first_day=date(2020, 1, 1), actor=ADMINISTRATOR)
    assert form_for(given.version, clock.today()) is not None
