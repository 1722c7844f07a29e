"""Pages of the nine indices over HTTP: the agency, one's own sheet, a paper slip, and what stays hidden."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import actions as dossier_acts
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.feedback.models import Slip
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role

QUARTER = {"period": "2026-Q2"}


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ended(office: Office, birth: ProcedureVersion) -> Dossier:
    with frozen(moment("2026-05-04 09:00")):
        dossier = received(office, birth)
    with frozen(moment("2026-05-06 09:00")):
        dossier_acts.perform(dossier.pk, commands.Finish(), actor=office.actor(Role.SPECIALIST))
    run_to_end()
    return dossier


def test_a_paper_slip_changes_the_agency_sheet(office: Office, birth: ProcedureVersion) -> None:
    dossier = ended(office, birth)
    control = office[Role.CONTROL]
    before = words(control.get(reverse("staff:nine"), QUARTER))
    assert "1 hồ sơ xử lý xong, 0 hồ sơ có phiếu" in before
    given = {
        "key": dossier.code,
        "form": "01",
        "contacts": "0",
        "bodies": "1",
        "attitude": "good",
        "score": "5",
    }
    assert control.post(reverse("staff:slip"), given).status_code == 302
    run_to_end()
    after = words(control.get(reverse("staff:nine"), QUARTER))
    assert "1 hồ sơ xử lý xong, 1 hồ sơ có phiếu" in after
    listed = words(control.get(reverse("staff:nine-dossiers"), QUARTER | {"index": "3", "points": "2"}))
    assert str(dossier.code) in listed
    file = control.get(reverse("staff:nine"), QUARTER | {"as": "xlsx"})
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_slip_for_what_is_elsewhere_or_absent_is_refused_and_keeps_what_was_typed(
    office: Office, elsewhere: Office, birth: ProcedureVersion
) -> None:
    theirs = received(elsewhere, birth)
    for key in (theirs.code, "H99.01-000000-0000"):
        answer = office[Role.CONTROL].post(reverse("staff:slip"), {"key": key, "form": "01", "contacts": "7"})
        assert answer.status_code == 422
        assert "Không có hồ sơ nào mang mã này" in words(answer)
        assert 'value="7"' in answer.content.decode()
    assert not Slip.objects.exists()


def test_officers_see_their_own_sheet_without_single_answers(office: Office, birth: ProcedureVersion) -> None:
    dossier = ended(office, birth)
    control = office[Role.CONTROL]
    control.post(
        reverse("staff:slip"), {"key": dossier.code, "form": "01", "contacts": "9", "attitude": "complaint"}
    )
    run_to_end()
    own = office[Role.RECEPTION].get(reverse("staff:nine-own"), QUARTER)
    shown = words(own)
    assert str(dossier.code) in shown
    assert "bỏ ra, để không ai đoán được ai đã nói gì" in shown
    head = own.content.decode().split('id="sheet-list"')[1]
    assert "Chỉ số 3" not in head
    assert "Chỉ số 7" not in head


def test_who_took_part_does_not_find_the_dossier_by_the_answer(
    office: Office, birth: ProcedureVersion
) -> None:
    dossier = ended(office, birth)
    Dossier.objects.filter(pk=dossier.pk).update(receiver=office.staff[Role.LEADER])
    control = office[Role.CONTROL]
    control.post(reverse("staff:slip"), {"key": dossier.code, "form": "01", "attitude": "complaint"})
    run_to_end()
    asked = QUARTER | {"index": "7", "points": "0"}
    assert str(dossier.code) in words(control.get(reverse("staff:nine-dossiers"), asked))
    assert str(dossier.code) not in words(office[Role.LEADER].get(reverse("staff:nine-dossiers"), asked))


def test_another_agency_is_absent(office: Office, elsewhere: Office) -> None:
    stranger = elsewhere.staff[Role.SPECIALIST].pk
    assert office[Role.CONTROL].get(reverse("staff:nine-officer", args=[stranger])).status_code == 404
    assert office[Role.CONTROL].get(reverse("staff:nine"), {"agency": "H99.02"}).status_code == 404


def test_a_citizen_answers_with_the_look_up_number_only(office: Office, birth: ProcedureVersion) -> None:
    dossier = ended(office, birth)
    browser = Client()
    url = reverse("public:slip")
    refused = browser.post(url, {"key": dossier.code, "form": "01", "contacts": "0"})
    assert refused.status_code == 422
    taken = browser.post(
        f"{url}?thiet-bi=1", {"key": dossier.tracking, "form": "01", "contacts": "0", "score": "5"}
    )
    assert taken.status_code == 302
    assert Slip.objects.get().channel == "device"
    empty = browser.post(url, {"key": dossier.tracking, "form": "01"})
    assert "ít nhất một câu" in words(empty)


def test_statements_do_not_grow_with_dossiers(
    office: Office, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        ended(office, birth)
    with django_assert_max_num_queries(30):
        assert office[Role.CONTROL].get(reverse("staff:nine"), QUARTER).status_code == 200


@pytest.mark.parametrize("period", ["2030", "2026-Q9", "x"])
def test_a_period_ahead_or_none_is_refused_in_words(office: Office, period: str) -> None:
    assert office[Role.CONTROL].get(reverse("staff:nine"), {"period": period}).status_code == 422


@pytest.mark.parametrize(("index", "show", "shown"), [
    ("5", "away", "Chưa giải quyết tại chỗ: 1"), ("6", "", "Còn thiếu"), ("8", "late", "Không có trường hợp nào"),
    ("9", "otherwise", "Hồ sơ không nộp trực tuyến: 1"),
])  # fmt: skip
def test_an_index_of_the_agency_opens_to_what_it_counts(
    office: Office,
    birth: ProcedureVersion,
    index: str,
    show: str,
    shown: str,
    django_assert_max_num_queries: Any,
) -> None:
    dossier = ended(office, birth)
    control, url = office[Role.CONTROL], reverse("staff:nine-behind")
    asked = QUARTER | {"index": index, "show": show}
    assert (
        f"{url}?agency=H99.01&amp;period=2026-Q2&amp;index={index}"
        in control.get(reverse("staff:nine"), QUARTER).content.decode()
    )
    with django_assert_max_num_queries(20):
        page = control.get(url, asked)
    assert shown in words(page)
    assert control.get(url, asked | {"as": "xlsx"}).headers["Content-Disposition"].startswith("attachment")
    # Who sees figures but no dossiers counts them and reads none.
    seen = words(office[Role.ADMINISTRATOR].get(url, asked))
    assert shown in seen
    assert str(dossier.code) not in seen
    assert office[Role.SPECIALIST].get(url, asked).status_code == 404
    assert control.get(url, asked | {"agency": "H99.02"}).status_code == 404
    assert control.get(url, asked | {"index": "1"}).status_code == 404
