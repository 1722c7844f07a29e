"""The machine in the hall: registered, used by one visitor after the other, withdrawn. Nothing of anybody stays."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.core.cache import cache
from django.test import Client
from django.utils.translation.template import templatize
from tests import factories
from tests.factories import CLERK

import motcua.doors.kiosk
import motcua.doors.public
from motcua.accounts.models import Person, User
from motcua.counters import arranging
from motcua.counters.models import Kiosk
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Rating
from motcua.kernel import clock
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def agency() -> Agency:
    return factories.agency()


@pytest.fixture
def machine(agency: Agency) -> Kiosk:
    arranging.add_kind(actor=CLERK, agency=agency, letter="A", name="Hộ tịch", first_day=clock.today())
    return arranging.add_kiosk(actor=CLERK, agency=agency, name="Sảnh")


@pytest.fixture
def kiosk(machine: Kiosk) -> Client:
    visitor = Client()
    assert visitor.get(f"/ki-ot/{machine.key}").status_code == 200
    return visitor


@pytest.fixture
def dossier(agency: Agency) -> Dossier:
    filing = factories.filing(factories.version(), agency, "Lý Thường Mẫu")
    return actions.receive_at_counter(filing, actor=CLERK, receiver_id=factories.officer(agency, "A").pk)


def sign_in(client: Client) -> Person:
    person = Person.objects.create(name="Lò Thị Mẩy", identity_number="001099000001", created_at=clock.now())
    user = User.objects.create_user("may", "mat-khau-thu", person=person)
    visit = {name: client.cookies[name].value for name in ("kiosk", "kiosk_visit")}
    client.force_login(user)
    for name, value in visit.items():
        client.cookies[name] = value
    return person


def test_the_first_screen_leads_to_everything_and_every_page_has_the_shell(
    kiosk: Client, machine: Kiosk
) -> None:
    page = kiosk.get(f"/ki-ot/{machine.key}").content.decode()
    for way in (
        f"/may-lay-so/{machine.key}",
        "/tra-cuu",
        "/thu-tuc",
        "/cua-toi",
        f"/ki-ot/{machine.key}/danh-gia",
    ):
        assert f'href="{way}"' in page
        answer = kiosk.get(way, follow=True)
        text = answer.content.decode()
        assert '<body class="public kiosk' in text, way
        assert "kiosk/kiosk.js" in text
        assert 'data-kiosk-idle="60"' in text
        assert "no-store" in answer.headers["Cache-Control"]
        assert "/can-bo/" not in text


def test_others_see_no_shell_and_an_unknown_key_leads_nowhere(machine: Kiosk, client: Client) -> None:
    text = client.get("/tra-cuu").content.decode()
    assert "kiosk" not in text
    assert client.get("/ki-ot/khong-co").status_code == 404
    client.cookies["kiosk"] = machine.key  # not signed by us
    assert "data-kiosk-idle" not in client.get("/tra-cuu").content.decode()
    assert len(machine.key) >= 24


@pytest.mark.parametrize("way", ["button", "start", "clock"])
def test_nothing_of_the_last_visitor_is_left(kiosk: Client, machine: Kiosk, way: str) -> None:
    person = sign_in(kiosk)
    assert person.name in kiosk.get("/cua-toi").content.decode()
    before = kiosk.cookies["kiosk_visit"].value
    if way == "clock":
        with clock.frozen(clock.now() + timedelta(seconds=91)):
            answer = kiosk.get("/cua-toi")
            assert answer.headers["Location"] == f"/ki-ot/{machine.key}"
            assert kiosk.get("/cua-toi").status_code == 302
    else:
        answer = kiosk.get(f"/ki-ot/{machine.key}{'/xong' if way == 'button' else ''}")
    assert kiosk.cookies["kiosk_visit"].value.partition(":")[0] != before.partition(":")[0]
    assert not kiosk.session.keys()
    assert "/dang-nhap" in kiosk.get("/cua-toi", follow=True).request["PATH_INFO"]
    if way == "button":
        assert "storage" in answer.headers["Clear-Site-Data"]
        assert kiosk.cookies["django_language"].value == ""


def test_within_the_minute_the_visit_goes_on_and_a_provider_may_take_longer(kiosk: Client) -> None:
    sign_in(kiosk)
    now = clock.now()
    for seconds in (50, 110, 170):
        with clock.frozen(now + timedelta(seconds=seconds)):
            assert kiosk.get("/cua-toi").status_code == 200
    with clock.frozen(now + timedelta(seconds=400)):
        assert kiosk.get("/dang-nhap/ve/vneid").status_code == 404  # not in use here; the visit is not ended
        assert kiosk.session.keys()


def test_pages_that_are_absent_end_by_themselves_and_officers_pages_do_not_open(
    kiosk: Client, machine: Kiosk
) -> None:
    answer = kiosk.get("/khong-co")
    assert answer.status_code == 404
    assert answer.headers["Refresh"] == f"60; url=/ki-ot/{machine.key}/xong"
    assert kiosk.get("/can-bo/dang-nhap").headers["Location"] == f"/ki-ot/{machine.key}"


def test_an_officers_browser_does_not_become_a_machine(machine: Kiosk, client: Client) -> None:
    client.force_login(User.objects.create_user("can-bo", "mat-khau-thu"))
    assert client.get(f"/ki-ot/{machine.key}").status_code == 409
    assert client.session.keys()
    assert "kiosk" not in client.cookies


def test_a_withdrawn_machine_is_a_browser_like_any_other(kiosk: Client, machine: Kiosk) -> None:
    sign_in(kiosk)
    arranging.end_kiosk(actor=CLERK, kiosk=machine)
    assert "data-kiosk-idle" not in kiosk.get("/tra-cuu").content.decode()
    assert not kiosk.session.keys()
    assert kiosk.cookies["kiosk"].value == ""
    assert kiosk.get(f"/ki-ot/{machine.key}").status_code == 404


def test_five_faces(kiosk: Client, machine: Kiosk, dossier: Dossier) -> None:
    address = f"/ki-ot/{machine.key}/danh-gia"
    scanned = f"https://motcua.example/phieu-danh-gia?ma={dossier.tracking.lower()}&mau=01"
    answer = kiosk.post(address, {"key": scanned, "score": "5"})
    assert answer.headers["Location"] == f"/ki-ot/{machine.key}/cam-on"
    assert "Cảm ơn" in kiosk.get(answer.headers["Location"]).content.decode()
    first = Rating.objects.get()
    assert (first.dossier, first.score, first.satisfied, first.channel) == (dossier, 5, True, "device")

    text = kiosk.post(address, {"key": dossier.tracking, "score": "1"}).content.decode()
    assert "Điều gì làm ông/bà chưa hài lòng?" in text
    assert Rating.objects.count() == 1
    sent = {"key": dossier.tracking, "score": "1", "reasons_asked": "1", "reason": ["attitude", "la"]}
    assert kiosk.post(address, sent).status_code == 302
    now = Rating.objects.get(current=True)
    assert (now.score, now.satisfied, now.reasons) == (1, False, ["attitude"])


@pytest.mark.parametrize(("key", "score", "words"), [
    ("KHONGCO12345", "5", "Không có hồ sơ nào"), ("", "5", "Không có hồ sơ nào"), (None, "9", "năm khuôn mặt"),
])  # fmt: skip
def test_a_rating_that_cannot_be(kiosk: Client, machine: Kiosk, dossier: Dossier, key, score, words) -> None:
    given = dossier.tracking if key is None else key
    answer = kiosk.post(f"/ki-ot/{machine.key}/danh-gia", {"key": given, "score": score})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{given}"' in answer.content.decode()
    assert not Rating.objects.exists()
    assert (
        kiosk.post(f"/ki-ot/{machine.key}/danh-gia", {"key": dossier.code, "score": "5"}).status_code == 422
    )


def test_every_word_has_its_english() -> None:
    here, public = Path(motcua.doors.kiosk.__file__).parent, Path(motcua.doors.public.__file__).parent
    known = set()
    for place in (public, public.parent / "frame"):
        with (place / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
            known |= {message.id for message in read_po(file) if message.string}
    sources = [path.read_bytes() for path in here.rglob("*.py")]
    sources += [templatize(path.read_text(), origin=str(path)).encode() for path in here.rglob("*.html")]
    keywords = {"_": None, "gettext": None, "gettext_noop": None}
    found = {
        each[1] for source in sources for each in extract("python", io.BytesIO(source), keywords=keywords)
    }
    assert found - known == set()
