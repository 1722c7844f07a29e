"""Papers are kept with their origin, found again for reuse, and never lose a bytes' worth of history."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from motcua.accounts.models import Business, Person
from motcua.blobs.models import Blob
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.storehouse.actions import NewPaper, digitise, keep, mark_shared, supersede
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 12)
MOMENT = clock.at_local(DAY, 8, 30)


@pytest.fixture
def blob() -> Blob:
    return Blob.objects.create(
        sha256="ab" * 32, size=3, mime="application/pdf", created_at=MOMENT, last_verified_at=MOMENT
    )


@pytest.fixture
def owner() -> Person:
    return Person.objects.create(name="Lò Thị Mẩy", created_at=MOMENT)


def component(title: str = "Giấy chứng sinh", **more: object) -> NewPaper:
    given: dict[str, object] = {"kind": PaperKind.COMPONENT, "title": title, "origin": Origin.SCANNED_AT_DESK}
    return NewPaper(**{**given, **more})  # type: ignore[arg-type]


def test_many_papers_are_kept_in_one_statement_and_in_order(
    blob: Blob, owner: Person, django_assert_num_queries: object
) -> None:
    papers = [component(f"Giấy tờ {n}", owner=owner, blob=blob.sha256, digitised_at=MOMENT) for n in range(9)]
    with clock.frozen(MOMENT), act(), django_assert_num_queries(1):  # type: ignore[operator]
        kept = keep(papers)
    assert [paper.title for paper in kept] == [f"Giấy tờ {n}" for n in range(9)]
    assert all(paper.pk and paper.created_at == MOMENT for paper in kept)


def test_the_number_of_a_paper_is_sealed_and_found_by_its_blind_index(owner: Person) -> None:
    with act():
        [paper] = keep([component("Thẻ căn cước", owner=owner, number="001 199 000 123")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM storehouse_paper")
        assert "001" not in cursor.fetchone()[0]
    assert Paper.objects.get(number_blind=blind("001199000123")).number == "001 199 000 123"
    assert paper.number_blind == blind("001199000123")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"origin": Origin.DATABASE}, "origin_source"),
        ({"digitised_at": MOMENT}, "blob"),
        ({"issued_on": DAY, "valid_to": date(2026, 5, 11)}, "valid_to"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_to_mend(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal, act():
        keep([component(**wrong)])  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "database"},
        {"digitised_at": MOMENT},
        {"issued_on": DAY, "valid_to": date(2026, 5, 11)},
    ],
)
def test_the_database_holds_the_same_rules(wrong: dict[str, object]) -> None:
    given = {"kind": "component", "title": "Giấy", "origin": "uploaded", "created_at": MOMENT}
    with pytest.raises(IntegrityError):
        Paper.objects.create(**{**given, **wrong})


def test_a_paper_belongs_to_a_person_or_a_business_not_both(owner: Person) -> None:
    firm = Business.objects.create(name="Công ty Suối Mơ", created_at=MOMENT)
    with pytest.raises(IntegrityError):
        Paper.objects.create(
            kind="component", title="Giấy", origin="uploaded", created_at=MOMENT,
            owner_person=owner, owner_business=firm,
        )  # fmt: skip


def test_only_papers_that_still_hold_are_offered_for_reuse(blob: Blob, owner: Person) -> None:
    other = Person.objects.create(name="Người khác", created_at=MOMENT)
    held = {"owner": owner, "blob": blob.sha256}
    with clock.frozen(MOMENT), act():
        good, ends_today, from_database, *_ = keep(
            [
                component("còn giá trị", **held),
                component("hết hạn hôm nay", valid_to=DAY, **held),
                component("từ cơ sở dữ liệu", owner=owner, origin=Origin.DATABASE, origin_source="dân cư"),
                component("hết hạn hôm qua", valid_to=date(2026, 5, 11), **held),
                component("cấp ngày mai", issued_on=date(2026, 5, 13), **held),
                component("mới thấy, chưa quét", owner=owner),
                component("của người khác", owner=other, blob=blob.sha256),
            ]
        )
        old, new = keep([component("bản cũ", **held), component("bản mới", **held)])
        supersede(old, new)
    assert set(held_by(owner, on=DAY)) == {good, ends_today, from_database, new}
    assert held_by(owner, on=DAY).first() == new


def test_a_business_holds_papers_too(blob: Blob) -> None:
    firm = Business.objects.create(name="Hợp tác xã Bản Lác", created_at=MOMENT)
    with act():
        [paper] = keep([component("Giấy phép", owner=firm, blob=blob.sha256)])
    assert list(held_by(firm)) == [paper]


def test_a_paper_is_superseded_once(owner: Person) -> None:
    with act():
        old, new, newer = keep([component("a"), component("b"), component("c")])
        supersede(old, new)
    with pytest.raises(Refused, match="đã được thay"), act():
        supersede(old, newer)
    with pytest.raises(Refused), act():
        supersede(new, new)


def test_a_seen_paper_is_digitised_once(blob: Blob) -> None:
    with act():
        [paper] = keep([component()])
    with clock.frozen(MOMENT), act():
        digitise(paper, blob=blob.sha256, signed=True)
    paper.refresh_from_db()
    assert (paper.blob_id, paper.signed, paper.digitised_at) == (blob.sha256, True, MOMENT)
    with pytest.raises(Refused, match="đã có tệp"), act():
        digitise(paper, blob=blob.sha256)


def test_the_first_time_of_sharing_stands() -> None:
    with act():
        papers = keep([component("a"), component("b")])
        assert mark_shared(papers[:1], at=MOMENT) == 1
        assert mark_shared(papers, at=clock.at_local(date(2026, 6, 1))) == 1
    assert Paper.objects.get(pk=papers[0].pk).shared_at == MOMENT
