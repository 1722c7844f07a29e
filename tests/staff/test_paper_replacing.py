"""Results replaced and revoked: whoever verifies the old one is led on, whoever owns it is told."""

import contextlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.staff.conftest import Office
from tests.staff.kept_papers import page_of, paper_in

from motcua.accounts.models import Person
from motcua.audit.models import AuditRow, OutboxRow
from motcua.audit.outbox import mark
from motcua.audit.relay import run_to_end
from motcua.datastore.writing import act
from motcua.dossiers import telling_papers
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.measurement.reading import facts_of
from motcua.messaging.models import Notice
from motcua.organisation.enums import Role
from motcua.storehouse import results
from motcua.storehouse.actions import supersede
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.models import Paper, PaperReading, SigningStep
from motcua.storehouse.verifying import standing_of

pytestmark = pytest.mark.django_db


def test_a_replaced_result_leads_on_by_mark_and_by_file(
    office: Office, elsewhere: Office, dossier: Dossier
) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT, title="Giấy khai sinh", number="12/2026")
    Paper.objects.filter(pk=row.paper_id).update(verification="ABCDEFGHJKMNPQRS")
    page = reverse("staff:result-replace", args=[row.pk])
    leader = office[Role.LEADER]

    def sent(seed: int, **more: Any) -> Any:
        file = io.BytesIO(page_of(seed))
        file.name = "moi.pdf"
        return leader.post(page, {"reason": "Sai tên của Lò Thị Mẩy", "file": file, **more})

    for other in (office[Role.SPECIALIST], elsewhere[Role.LEADER]):
        assert other.get(page).status_code == 404
    assert sent(1).status_code == 422  # the very same file
    assert leader.post(page, {"reason": "Sai"}).status_code == 422
    assert sent(2, reason=" ").status_code == 422
    assert sent(2, number="12/2026-DC").status_code == 302
    assert sent(3).status_code == 409
    new = DossierPaper.objects.filter(dossier=dossier, role=PaperRole.RESULT).latest("pk")
    assert (new.paper.number, new.paper.agency) == ("12/2026-DC", office.agency)
    visitor = Client()
    told = visitor.get(reverse("public:verify-one", args=["ABCDEFGHJKMNPQRS"])).content.decode()
    assert "đã được thay bằng bản khác từ 03/06/2026" in told
    assert reverse("public:verify-one", args=[new.paper.verification]) in told
    for private in ("Mẩy", "12/2026", dossier.applicant_name):
        assert private not in told
    assert (
        "Còn giá trị"
        in visitor.get(reverse("public:verify-one", args=[new.paper.verification])).content.decode()
    )
    assert "Sai tên" in leader.get(reverse("staff:result", args=[row.pk])).content.decode()
    assert AuditRow.objects.get(action="papers.replace").detail["by"] == new.paper_id


def test_another_result_of_the_dossier_may_take_the_place_and_chains_are_followed(
    office: Office, dossier: Dossier
) -> None:
    rows = [paper_in(dossier, role=PaperRole.RESULT, seed=seed) for seed in (1, 2, 3)]
    for old, new in ((0, 1), (1, 2)):
        page = reverse("staff:result-replace", args=[rows[old].pk])
        told = {"reason": "Đính chính", "other": rows[new].pk}
        assert office[Role.LEADER].post(page, told).status_code == 302
    first = Paper.objects.get(pk=rows[0].paper_id)
    standing = standing_of(first)
    assert (standing.holds, standing.replaced_by) == (False, rows[2].paper)
    Paper.objects.filter(pk=rows[2].paper_id).update(revoked_at=clock.now())
    assert "cũng đã bị thu hồi" in standing_of(Paper.objects.get(pk=first.pk)).words


def test_a_merged_duplicate_still_holds_for_whoever_has_it_in_hand(dossier: Dossier) -> None:
    old, new = paper_in(dossier).paper, paper_in(dossier, seed=2).paper
    with act():
        supersede(old, new, how=Replacing.MERGED)
    standing = standing_of(Paper.objects.get(pk=old.pk))
    assert standing.holds
    assert standing.replaced_by == new


# --- whoever owns it is told, and it counts no more ---


def told_to(person: Person | None) -> list[str]:
    return [notice.body for notice in Notice.objects.filter(person=person, about="paper").order_by("pk")]


def test_the_owner_is_told_once_that_a_result_was_replaced_and_not_why(
    office: Office, dossier: Dossier
) -> None:
    rows = [paper_in(dossier, role=PaperRole.RESULT, seed=seed) for seed in (1, 2)]
    page = reverse("staff:result-replace", args=[rows[0].pk])
    told = {"reason": "Sai tên của Lò Thị Mẩy", "other": rows[1].pk}
    assert office[Role.LEADER].post(page, told).status_code == 302
    run_to_end()
    with act():
        mark("paper", rows[0].paper_id)  # marks may repeat
    run_to_end()
    [words] = told_to(dossier.person)
    assert "đã được thay bằng bản khác" in words
    assert str(dossier.code) in words
    assert "Mẩy" not in words
    shown = office[Role.LEADER].get(reverse("staff:result", args=[rows[0].pk])).content.decode()
    assert "Đã báo chủ giấy tờ" in shown


def test_the_owner_is_told_that_a_result_was_revoked_and_why(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT)
    asked = {"signer": office.staff[Role.LEADER].pk, "way": "ask"}
    page = reverse("staff:result", args=[row.pk])
    assert office[Role.LEADER].post(page, asked).status_code == 302
    told = {"way": "revoke", "reason": "Kết luận thanh tra 05/KL-UBND"}
    assert office[Role.LEADER].post(page, told).status_code == 302
    run_to_end()
    [words] = told_to(dossier.person)
    assert "đã bị thu hồi" in words
    assert "Kết luận thanh tra 05/KL-UBND" in words
    assert set(SigningStep.objects.values_list("state", flat=True)) == {
        "cancelled"
    }  # nobody is asked to sign it


def test_what_happened_long_ago_is_no_news(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT)
    Paper.objects.filter(pk=row.paper_id).update(revoked_at=clock.now() - timedelta(days=90))
    assert telling_papers.news_of([row.paper_id]) == []


def counts(dossier: Dossier) -> tuple[bool, bool, bool]:
    """(electronic result, digitised, shared) as the criteria of group IV see the dossier."""
    [(_, fact)] = facts_of([dossier.pk], counted_on=None).values()
    return fact.result_electronic, fact.digitised, fact.shared


def test_a_revoked_or_replaced_result_is_no_electronic_result(office: Office, dossier: Dossier) -> None:
    DossierPaper.objects.filter(dossier=dossier).delete()
    component, row = paper_in(dossier), paper_in(dossier, role=PaperRole.RESULT, seed=2)
    Paper.objects.filter(pk=component.paper_id).update(digitised_at=clock.now())
    Paper.objects.filter(pk=row.paper_id).update(shared_at=clock.now())
    assert counts(dossier) == (True, True, True)
    results.revoke(Paper.objects.get(pk=row.paper_id), "Sai", actor=office.actor(Role.LEADER))
    assert counts(dossier) == (False, False, False)
    new = paper_in(dossier, role=PaperRole.RESULT, seed=3)
    assert counts(dossier) == (True, True, False)
    other = paper_in(dossier, seed=4).paper
    with act():
        supersede(new.paper, other)
    assert counts(dossier)[0] is False


def test_a_merged_duplicate_counts_as_the_paper_kept_for_it(office: Office, dossier: Dossier) -> None:
    DossierPaper.objects.filter(dossier=dossier).delete()
    row, kept = paper_in(dossier, role=PaperRole.RESULT), paper_in(dossier, seed=2).paper
    Paper.objects.filter(pk=kept.pk).update(shared_at=clock.now())
    last = paper_in(dossier, seed=3).paper
    with act():
        supersede(row.paper, kept, how=Replacing.MERGED)
        supersede(kept, last, how=Replacing.MERGED)
    assert counts(dossier) == (True, False, True)
    results.revoke(last, "Sai", actor=office.actor(Role.LEADER))
    assert counts(dossier)[0] is False
    assert set(OutboxRow.objects.filter(topic="paper").values_list("key", flat=True)) >= {
        str(each) for each in (row.paper_id, kept.pk, last.pk)
    }


def test_a_result_destroyed_when_its_time_was_over_had_been_electronic(dossier: Dossier) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT)
    Paper.objects.filter(pk=row.paper_id).update(blob=None, destroyed_at=clock.now())
    assert counts(dossier)[0] is True


def test_printing_a_result_is_a_look_at_it(office: Office, dossier: Dossier) -> None:
    row = paper_in(dossier, role=PaperRole.RESULT)
    page = reverse("staff:result-print", args=[row.pk])
    with contextlib.suppress(Refused):  # without a mark it is not printed, and nobody looked
        office[Role.RECEPTION].get(page)
    assert not PaperReading.objects.exists()
    Paper.objects.filter(pk=row.paper_id).update(verification="ABCDEFGHJKMNPQRS")
    assert office[Role.RECEPTION].get(page).content.startswith(b"%PDF")
    noted = PaperReading.objects.get()
    assert (noted.purpose, noted.dossier, noted.person) == ("print", dossier.code, dossier.person)
