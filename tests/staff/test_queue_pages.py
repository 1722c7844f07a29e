"""The queue over its pages: called, linked with what was received, sent on, shown to everybody."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.catalogue.models import ProcedureVersion
from motcua.counters import actions, arranging, queries
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source
from motcua.counters.models import Call, Kiosk, Ticket, TicketKind
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role
from motcua.organisation.models import Counter
from motcua.organisation.premises import open_counter

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 3)


@pytest.fixture
def counter(office: Office) -> Counter:
    actor = office.actor(Role.LEADER)
    for letter, name in (("A", "Hộ tịch"), ("B", "Đất đai")):
        arranging.add_kind(actor=actor, agency=office.agency, letter=letter, name=name, first_day=DAY)
    return open_counter(actor=actor, agency=office.agency, number=1, name="Hộ tịch", first_day=DAY)


def issue(office: Office, letter: str = "A", **more: Any) -> Ticket:
    kind = TicketKind.objects.get(agency=office.agency, letter=letter)
    return actions.issue(
        actor=office.actor(Role.RECEPTION), given=NewTicket(kind=kind, source=Source.OFFICER, **more)
    )


def test_a_number_is_called_served_and_linked_with_what_was_received(
    office: Office, counter: Counter, birth: ProcedureVersion
) -> None:
    browser = office[Role.RECEPTION]
    before = received(office, birth)
    issue(office)
    issue(office)
    page = reverse("staff:queue")
    with frozen(moment("2026-06-03 09:10")):
        sent = browser.post(reverse("staff:queue-next"), {"quay": counter.pk, "act_key": "k1"})
        assert sent.status_code == 302
        browser.post(reverse("staff:queue-next"), {"quay": counter.pk, "act_key": "k1"})
        assert Call.objects.count() == 1
        assert "A001" in browser.get(page).content.decode()
    with frozen(moment("2026-06-03 09:20")):
        dossier = received(office, birth)
        assert str(dossier.code) in browser.get(page).content.decode()
        after = reverse("staff:received", args=[dossier.code])
        assert "Xong số A001, gọi số tiếp theo" in browser.get(after).content.decode()
    with frozen(moment("2026-06-03 09:30")):
        browser.post(reverse("staff:queue-next"), {"quay": counter.pk, "act_key": "k2"})
    ticket = Ticket.objects.get(number=1)
    assert (ticket.state, ticket.served_seconds) == ("done", 1200)
    assert queries.dossiers_of(ticket) == [dossier.code]
    assert queries.ticket_of_dossier(str(before.code)) is None
    browser.post(reverse("staff:queue-act", args=["xong"]))
    assert "gọi số tiếp theo" not in browser.get(after).content.decode(), "nobody is being served"


@pytest.mark.parametrize(
    ("what", "state"), [("xong", "done"), ("de-sau", "waiting"), ("goi-lai", "called"), ("chuyen", "waiting")]
)
def test_what_can_be_done_with_a_number(office: Office, counter: Counter, what: str, state: str) -> None:
    browser = office[Role.RECEPTION]
    issue(office)
    browser.post(reverse("staff:queue-next"), {"quay": counter.pk})
    kind = TicketKind.objects.get(letter="B")
    assert browser.post(reverse("staff:queue-act", args=[what]), {"kind": kind.pk}).status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.state == state
    assert (ticket.kind == kind) is (what == "chuyen")
    if what != "goi-lai":
        refused = browser.post(reverse("staff:queue-act", args=["xong"]))
        assert refused.status_code == 422


def test_a_number_given_by_an_officer_is_printed(office: Office, counter: Counter) -> None:
    browser = office[Role.RECEPTION]
    kind = TicketKind.objects.get(letter="A")
    wrong = browser.post(reverse("staff:queue-issue"), {"kind": kind.pk, "appointment_at": "25h"})
    assert wrong.status_code == 422
    sent = browser.post(
        reverse("staff:queue-issue"),
        {"kind": kind.pk, "priority": "elderly", "appointment_at": "9h30", "act_key": "t"},
    )
    ticket = Ticket.objects.get()
    assert sent.url == reverse("staff:queue-issued", args=[ticket.pk])
    assert (ticket.source, ticket.appointment_at) == ("appointment", moment("2026-06-03 09:30"))
    assert "Người cao tuổi" in browser.get(sent.url).content.decode()
    slip = browser.get(reverse("staff:queue-slip", args=[ticket.pk]))
    assert slip.content.startswith(b"%PDF")


def test_another_commune_sees_and_touches_nothing(
    office: Office, elsewhere: Office, counter: Counter
) -> None:
    ticket = issue(office)
    browser = elsewhere[Role.RECEPTION]
    for name in ("queue-issued", "queue-slip"):
        assert browser.get(reverse(f"staff:{name}", args=[ticket.pk])).status_code == 404
    assert browser.get(reverse("staff:queue") + f"?co-quan={office.agency.code}").status_code == 404
    assert browser.post(reverse("staff:queue-next"), {"quay": counter.pk}).status_code == 422
    assert browser.post(reverse("staff:queue-one", args=[ticket.pk]), {"quay": counter.pk}).status_code == 422
    assert Ticket.objects.get().state == "waiting"


def test_the_queue_costs_few_statements(
    office: Office, counter: Counter, birth: ProcedureVersion, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        issue(office)
    office[Role.RECEPTION].post(reverse("staff:queue-next"), {"quay": counter.pk})
    received(office, birth)
    for name in ("queue", "queue-figures", "mine"):
        office[Role.RECEPTION].get(reverse(f"staff:{name}"))
        with django_assert_max_num_queries(25):
            assert office[Role.RECEPTION].get(reverse(f"staff:{name}")).status_code == 200


# --- what everybody sees ---


def test_the_display_shows_numbers_and_no_names(office: Office, counter: Counter) -> None:
    url = reverse("public:queue-display", args=[office.agency.code])
    assert "Chưa quầy nào gọi số" in Client().get(url).content.decode()
    issue(office)
    issue(office)
    office[Role.RECEPTION].post(reverse("staff:queue-next"), {"quay": counter.pk})
    page = Client().get(url).content.decode()
    assert "Mời số A001 đến Quầy 1" in page
    assert office.staff[Role.RECEPTION].name not in page
    board = Client().get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in board
    first = re.search(r'data-call="([^"]+)"', board)
    office[Role.RECEPTION].post(reverse("staff:queue-act", args=["goi-lai"]))
    again = re.search(r'data-call="([^"]+)"', Client().get(url).content.decode())
    assert first
    assert again
    assert first[1] != again[1]
    assert Client().get(reverse("public:queue-display", args=["H00"])).status_code == 404


def test_a_machine_gives_numbers_until_it_is_withdrawn(office: Office, counter: Counter) -> None:
    actor = office.actor(Role.LEADER)
    machine = arranging.add_kiosk(actor=actor, agency=office.agency, name="Sảnh")
    url = reverse("public:queue-kiosk", args=[machine.key])
    kind = TicketKind.objects.get(letter="A")
    visitor = Client()
    for _ in range(2):
        sent = visitor.post(url, {"kind": kind.pk, "priority": "elderly", "act_key": "once"})
    ticket = Ticket.objects.get()
    assert sent.url == reverse("public:queue-taken", args=[machine.key, ticket.key])
    assert (ticket.source, ticket.priority) == ("kiosk", "elderly")
    assert "A001" in visitor.get(sent.url).content.decode()
    assert visitor.get(reverse("public:queue-slip", args=[ticket.key])).content.startswith(b"%PDF")
    for wrong in ({"kind": "x"}, {"kind": ""}, {"kind": kind.pk, "priority": "friend"}):
        assert visitor.post(url, wrong).status_code == 422
    arranging.end_kiosk(actor=actor, kiosk=machine)
    assert visitor.get(url).status_code == 404
    assert visitor.post(url, {"kind": kind.pk}).status_code == 404
    assert Kiosk.objects.get().last_day == DAY


def test_a_telephone_follows_a_number_honestly(office: Office, counter: Counter) -> None:
    first, second = issue(office), issue(office)
    url = reverse("public:queue-follow", args=[second.key])
    page = Client().get(url).content.decode()
    assert "còn 1 người" in page
    assert "chưa đủ lượt" in page
    office[Role.RECEPTION].post(reverse("staff:queue-next"), {"quay": counter.pk})
    assert "người tiếp theo" in Client().get(url).content.decode()
    assert "ngay bây giờ" in Client().get(reverse("public:queue-follow", args=[first.key])).content.decode()
    with frozen(moment("2026-06-04 09:00")):
        assert "Số này của ngày" in Client().get(url).content.decode()
    assert Client().get(reverse("public:queue-follow", args=["KHONGCO"])).status_code == 404
