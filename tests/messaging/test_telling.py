"""Applicants are told of each change once, through real servers, and nothing is lost when one is down."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests import factories

from motcua.audit import relay
from motcua.dossiers.actions import perform, receive_at_counter
from motcua.dossiers.filing import Applicant
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.dossiers.telling import news_of
from motcua.integration.email import Email
from motcua.integration.sms import Sms
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.messaging import ports, tasks
from motcua.messaging.actions import choose_channels, deliver, mark_read, try_again
from motcua.messaging.enums import LetterState
from motcua.messaging.models import Letter, Notice
from motcua.messaging.ports import Contact
from motcua.messaging.queries import about, channels_wanted, letters_by_state, of_person

pytestmark = pytest.mark.django_db

NOON = factories.moment("2026-03-02 09:00")
CITIZEN = Actor("person", "1", "Trần Văn Mẫu", "")


class Mailbox:
    """A real SMTP server that keeps what it is given; `answer` is what it says to a recipient."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.answer = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append((envelope.rcpt_tos[0], envelope.content.decode("utf-8")))  # type: ignore[union-attr]
        return "250 OK"


@pytest.fixture
def mailbox(settings: object) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port  # type: ignore[attr-defined]
    before = ports.channels()
    ports.plug(Email())
    yield box
    ports.plug(*before.values())
    server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def report(done: int, total: int) -> None:
    """Nobody watches the progress here."""


@pytest.fixture
def dossier() -> Dossier:
    version, at = factories.version(), factories.agency()
    clerk = factories.officer(at)
    applicant = Applicant(
        name="Trần Văn Mẫu", identity_number="001099000001", phone="0912 345 678", address="Thôn Thử",
        email="mau@thu.invalid",
    )  # fmt: skip
    filing = replace(factories.filing(version, at), applicant=applicant)
    with clock.frozen(NOON):
        return receive_at_counter(filing, actor=factories.CLERK, receiver_id=clerk.pk)


def test_each_change_is_told_once_with_the_minimum_items(dossier: Dossier) -> None:
    with clock.frozen(NOON):
        relay.run_to_end()
        relay.run_to_end()
    told = about("dossier", str(dossier.pk))
    assert [each.notice.title.split(" · ")[0] for each in told] == [
        "Đã nhận hồ sơ gửi đến",
        "Hồ sơ đã được tiếp nhận",
    ]
    text = told[1].notice.body
    for item in (
        str(dossier.code),
        dossier.agency.name,
        "Người tiếp nhận: Nguyễn Thị Thử",
        "09:00 ngày 02/03/2026",
    ):
        assert item in text
    assert "Hẹn trả kết quả" in text
    with clock.frozen(NOON):
        assert news_of([dossier.pk]) == []


def test_old_history_is_not_news(dossier: Dossier) -> None:
    assert news_of([dossier.pk], now=NOON + timedelta(days=30)) == []


def test_letters_reach_a_mail_server(mailbox: Mailbox, dossier: Dossier) -> None:
    with clock.frozen(NOON):
        relay.run_to_end()
        assert Job.objects.filter(kind="messaging.deliver").count() == 1
        assert tasks.deliver_letters({}, report) == {"sent": 2}  # type: ignore[arg-type]
        assert deliver(report) == 0
    assert [to for to, _ in mailbox.letters] == ["mau@thu.invalid"] * 2
    assert letters_by_state()["sent"] == 2


def test_a_server_that_is_down_is_tried_again_and_nothing_is_lost(mailbox: Mailbox, dossier: Dossier) -> None:
    mailbox.answer = "451 try later"
    with clock.frozen(NOON):
        relay.run_to_end()
        assert deliver(report) == 0
    waiting = Letter.objects.first()
    assert waiting is not None
    assert (waiting.state, waiting.attempts) == (LetterState.WAITING, 1)
    assert "mau@thu.invalid" not in waiting.error
    mailbox.answer = "250 OK"
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert deliver(report) == 0
    with clock.frozen(NOON + timedelta(minutes=2)):
        assert deliver(report) == 2


def test_an_address_nobody_has_is_given_up_and_can_be_sent_again(mailbox: Mailbox, dossier: Dossier) -> None:
    mailbox.answer = "550 no such user"
    with clock.frozen(NOON):
        relay.run_to_end()
        deliver(report)
    failed = Letter.objects.filter(state=LetterState.FAILED.value)
    assert failed.count() == 2
    mailbox.answer = "250 OK"
    first = failed.order_by("pk")[0]
    with clock.frozen(NOON):
        try_again(first.pk, actor=factories.CLERK)
        assert deliver(report) == 1
    with pytest.raises(Refused):
        try_again(first.pk, actor=factories.CLERK)


def test_a_sender_that_died_is_followed_by_another(mailbox: Mailbox, dossier: Dossier) -> None:
    with clock.frozen(NOON):
        relay.run_to_end()
        Letter.objects.update(state=LetterState.SENDING.value, lease_until=NOON + timedelta(minutes=5))
        assert deliver(report) == 0
    with clock.frozen(NOON + timedelta(minutes=6)):
        assert deliver(report) == 2


def test_who_does_not_want_letters_still_has_notices(mailbox: Mailbox, dossier: Dossier) -> None:
    person = dossier.person_id
    assert person is not None
    choose_channels(person, [], actor=CITIZEN)
    assert channels_wanted(person) == []
    with clock.frozen(NOON):
        relay.run_to_end()
    assert not Letter.objects.exists()
    mine = list(of_person(person).values_list("pk", flat=True))
    assert mark_read(person, mine) == 2
    assert mark_read(person, mine) == 0
    assert mark_read(person + 1, mine) == 0


def test_a_step_inside_the_office_waits_on_the_page_only(mailbox: Mailbox, dossier: Dossier) -> None:
    with clock.frozen(NOON):
        holder = factories.officer(dossier.agency, "Lê Thị Hai")
        perform(dossier.pk, commands.Assign(holder_id=holder.pk), actor=factories.CLERK)
        relay.run_to_end()
    assert Notice.objects.filter(key=str(dossier.pk)).count() == 3
    assert Letter.objects.count() == 2


class Gateway(BaseHTTPRequestHandler):
    """A real HTTP gateway for text messages."""

    taken: list[dict[str, str]] = []
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Gateway.taken.append(body | {"auth": self.headers["Authorization"]})
        self.send_response(Gateway.status)
        self.end_headers()
        self.wfile.write(b'{"id": "m-17"}')

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.taken, Gateway.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sms"
    server.shutdown()
    server.server_close()


def test_text_messages(gateway: str) -> None:
    sms = Sms(gateway, "bi-mat")
    assert sms.send("0912345678", "", "Ho so da tiep nhan") == "m-17"
    assert Gateway.taken == [{"to": "0912345678", "text": "Ho so da tiep nhan", "auth": "Bearer bi-mat"}]
    Gateway.status = 422
    with pytest.raises(ports.Undeliverable):
        sms.send("0912345678", "", "x")
    Gateway.status = 503
    with pytest.raises(ports.Unreachable):
        sms.send("0912345678", "", "x")


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0263 3822 111", ""),
        ("", ""),
        ("0912345678 hoặc 0987654321", ""),
    ],
)
def test_only_mobile_numbers_get_text_messages(phone: str, address: str) -> None:
    assert Sms("http://thu.invalid", "").address_of(Contact(phone=phone)) == address
