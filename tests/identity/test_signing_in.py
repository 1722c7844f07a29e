"""Signing in at a real OpenID Connect server: the whole way, and every way it is refused."""

import base64
import hashlib
import json
import logging
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests import factories
from tests.identity.visitor import Visitor, asked, changed

from motcua.accounts.models import LinkedIdentity, Person, User
from motcua.accounts.ports import plug
from motcua.audit.models import AuditRow
from motcua.datastore.sealing import blind
from motcua.integration.identity.providers import OpenIdProvider, Registration
from motcua.kernel import clock

pytestmark = pytest.mark.django_db
NUMBER, NAME, BORN = "000190000077", "Lường Thị Mẫu", date(1990, 3, 8)


def registration(name: str, issuer: str) -> Registration:
    return Registration(
        name=name, label=name.upper(), issuer=issuer, client_id=f"motcua-{name}",
        client_secret=f"motcua-{name}-bi-mat", level_claims=("loAs", "IAL"),
    )  # fmt: skip


@pytest.fixture
def providers(issuer: str):
    cache.clear()
    factories.agency()
    plug(*(OpenIdProvider(registration(name, issuer)) for name in ("vneid", "dvcqg")))
    yield
    plug()
    cache.clear()


@pytest.fixture
def visitor(providers: None) -> Visitor:
    return Visitor()


def person_of(client: Client) -> Person | None:
    user = User.objects.filter(pk=client.session.get("_auth_user_id")).first()
    return user.person if user else None


def refused(answer, words: str, status: int = 422) -> None:
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not LinkedIdentity.objects.exists()
    assert not User.objects.filter(person__isnull=False).exists()


def test_somebody_unknown_becomes_a_person_and_goes_on_to_where_they_wanted(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = visitor.client.get("/dang-nhap?next=/cua-toi").content.decode()
    assert "/dang-nhap/qua/vneid?next=/cua-toi" in page
    assert "Đăng nhập bằng DVCQG" in page

    address = visitor.set_out(wanted="/cua-toi?x=1")
    query = asked(address)
    assert query["response_type"] == "code"
    assert query["scope"] == "openid"
    assert query["code_challenge_method"] == "S256"
    assert len(query["nonce"]) >= 32
    assert query["redirect_uri"] == "http://testserver/dang-nhap/ve/vneid"

    answer = visitor.arrive(visitor.log_in_there(address, "mau"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cua-toi?x=1")
    person = person_of(visitor.client)
    assert person
    assert (person.name, person.birth_date, person.identity_number) == (NAME, BORN, NUMBER)
    link = LinkedIdentity.objects.get()
    assert (link.provider, link.subject, link.level) == ("vneid", "mau", 2)
    assert NAME in visitor.client.get("/cua-toi").content.decode()

    # Nothing of what was told stays behind: no token, no claim, in no table, session or log.
    assert not any(model.objects.exists() for model in (SocialAccount, SocialToken, SocialApp))
    kept = json.dumps([session.get_decoded() for session in Session.objects.all()])
    record = str(list(AuditRow.objects.values()))
    for secret in ("eyJ", NUMBER, NAME, "access_token", "nonce"):
        assert secret not in kept
        assert secret not in record
    ours = [line for line in caplog.records if line.name.startswith(("motcua", "allauth"))]
    assert not any(NUMBER in line.getMessage() for line in ours)


def test_the_second_sign_in_is_the_same_account_and_another_provider_is_linked_by_number(
    visitor: Visitor,
) -> None:
    visitor.sign_in("mau")
    first = visitor.client.session["_auth_user_id"]
    again = Visitor()
    again.sign_in("mau")
    assert again.client.session["_auth_user_id"] == first
    other = Visitor()
    other.sign_in("mau", provider="dvcqg")
    assert other.client.session["_auth_user_id"] == first
    assert sorted(LinkedIdentity.objects.values_list("provider", flat=True)) == ["dvcqg", "vneid"]
    assert Person.objects.count() == 1
    assert AuditRow.objects.filter(action="accounts.link").count() == 2


def test_a_person_known_at_the_desk_is_found_by_number(visitor: Visitor) -> None:
    known = Person.objects.create(name="Luong Thi Mau", identity_number=NUMBER, created_at=clock.now())
    visitor.sign_in("mau")
    assert person_of(visitor.client) == known
    known.refresh_from_db()
    assert known.name == "Luong Thi Mau"  # what the desk wrote stays


def test_the_number_of_another_name_opens_nobody_elses_dossiers(visitor: Visitor) -> None:
    Person.objects.create(name=NAME, birth_date=BORN, identity_number=NUMBER, created_at=clock.now())
    refused(visitor.sign_in("khac-ten"), "đang được ghi cho một người mang tên khác")


@pytest.mark.parametrize(
    ("login", "words", "status"),
    [
        ("muc-1", "cần tài khoản định danh mức 2", 403),
        ("to-chuc", "tài khoản của tổ chức", 422),
        ("khong-so", "không cho biết số định danh", 422),
        ("sua-ma", "không kiểm tra được", 422),
        ("hai-nguoi", "không kiểm tra được", 422),
    ],
)
def test_what_the_provider_tells_is_judged(visitor: Visitor, login: str, words: str, status: int) -> None:
    refused(visitor.sign_in(login, wanted="/cua-toi"), words, status)
    assert not Person.objects.exists()


def test_a_wrong_nonce_is_refused(visitor: Visitor) -> None:
    address = changed(visitor.set_out(), nonce="cua-nguoi-khac-cua-nguoi-khac")
    refused(visitor.arrive(visitor.log_in_there(address, "mau")), "không kiểm tra được")


def test_without_our_verifier_a_code_is_worth_nothing(visitor: Visitor) -> None:
    theirs = base64.urlsafe_b64encode(hashlib.sha256(b"x" * 64).digest()).rstrip(b"=").decode()
    address = changed(visitor.set_out(), code_challenge=theirs)
    refused(visitor.arrive(visitor.log_in_there(address, "mau")), "không kiểm tra được")


def test_the_same_answer_twice_and_a_used_code_are_refused(visitor: Visitor) -> None:
    back = visitor.log_in_there(visitor.set_out(), "mau")
    assert visitor.arrive(back).status_code == 302
    thief = Visitor()
    answer = thief.arrive(back)
    assert answer.status_code == 422
    assert "đã hết hạn, đã dùng rồi" in answer.content.decode()
    # With a state of their own, the code is still spent and bound to our verifier.
    state = asked(thief.set_out())["state"]
    answer = thief.arrive(changed(back, state=state))
    assert answer.status_code == 422
    assert "không kiểm tra được" in answer.content.decode()
    assert person_of(thief.client) is None


def test_an_answer_that_waited_too_long_or_names_another_provider(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.socialaccount.internal import statekit

    back = visitor.log_in_there(visitor.set_out(), "mau")
    monkeypatch.setattr(statekit, "STATE_TTL", -1)
    refused(visitor.arrive(back), "đã hết hạn")
    monkeypatch.undo()
    back = visitor.log_in_there(visitor.set_out(), "mau")
    refused(visitor.arrive(changed(back, iss="https://noi-khac.example")), "cửa sổ khác")


def test_cancelled_there(visitor: Visitor) -> None:
    back = visitor.log_in_there(visitor.set_out(wanted="/cua-toi"), "mau", cancel=True)
    answer = visitor.arrive(back)
    refused(answer, "đã huỷ đăng nhập")
    assert "?next=/cua-toi" in answer.content.decode()  # where they wanted to is not forgotten


@pytest.mark.parametrize("error", ["invalid_scope", "<script>"])
def test_an_error_told_by_the_provider(visitor: Visitor, error: str) -> None:
    state = asked(visitor.set_out())["state"]
    answer = visitor.client.get("/dang-nhap/ve/vneid", {"state": state, "error": error})
    refused(answer, "không nhận lần đăng nhập này")
    assert "<script>" not in answer.content.decode()


def test_clocks_that_differ(visitor: Visitor) -> None:
    for away in (timedelta(hours=-3), timedelta(hours=3)):
        back = visitor.log_in_there(visitor.set_out(), "mau")
        with clock.frozen(clock.now() + away):
            refused(visitor.arrive(back), "lệch nhau")


def test_a_provider_that_is_down(visitor: Visitor, issuer: str) -> None:
    back = visitor.log_in_there(visitor.set_out(), "mau")
    nowhere = "http://127.0.0.1:9"
    cache.clear()
    plug(OpenIdProvider(registration("vneid", nowhere)))
    for answer in (visitor.client.get("/dang-nhap/qua/vneid"), visitor.arrive(back)):
        refused(answer, "Chưa kết nối được nơi xác thực", 502)
    plug(OpenIdProvider(registration("vneid", "http://noi-khac.example")))
    refused(visitor.client.get("/dang-nhap/qua/vneid"), "không nhận lần đăng nhập này")


def test_an_officer_never_becomes_a_citizen_silently(visitor: Visitor) -> None:
    back = visitor.log_in_there(visitor.set_out(), "mau")
    officer = User.objects.create_user("can-bo", "mat-khau-thu")
    visitor.client.force_login(officer)
    state = visitor.client.session
    assert "Máy này đang đăng nhập bằng tài khoản cán bộ" in visitor.client.get("/dang-nhap").content.decode()
    for answer in (visitor.client.get("/dang-nhap/qua/vneid"), visitor.arrive(back)):
        refused(answer, "tài khoản cán bộ")
    assert visitor.client.session["_auth_user_id"] == str(officer.pk) == state["_auth_user_id"]


def test_the_number_of_an_officer_makes_an_account_of_its_own(visitor: Visitor) -> None:
    person = Person.objects.create(name=NAME, identity_number=NUMBER, created_at=clock.now())
    officer = User.objects.create_user("can-bo", "mat-khau-thu", person=person)
    visitor.sign_in("mau")
    assert person_of(visitor.client) == person
    assert visitor.client.session["_auth_user_id"] != str(officer.pk)


def test_a_locked_account_and_a_subject_whose_number_changed(visitor: Visitor) -> None:
    visitor.sign_in("mau")
    user = LinkedIdentity.objects.get().user
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = Visitor().sign_in("mau")
    assert answer.status_code == 403
    assert "đã khoá" in answer.content.decode()
    Person.objects.filter(pk=user.person_id).update(identity_blind=blind("000000000009"))
    answer = Visitor().sign_in("mau")
    assert "gắn với một số định danh khác" in answer.content.decode()
    assert not Person.objects.filter(identity_blind=blind(NUMBER)).exists()


def test_signing_out_leads_to_the_provider_too(visitor: Visitor, issuer: str) -> None:
    visitor.sign_in("mau")
    answer = visitor.client.post("/dang-xuat")
    assert answer.headers["Location"] == "/da-dang-xuat?qua=vneid"
    assert not visitor.client.session.keys()
    page = visitor.client.get(answer.headers["Location"])
    address = page.context["address"]
    assert urlsplit(address).path == "/session/end"
    assert asked(address)["post_logout_redirect_uri"] == "http://testserver/da-dang-xuat"
    assert visitor.there.get(address).ok  # the provider takes it
    assert visitor.client.get("/cua-toi").status_code == 302


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(visitor: Visitor, wanted: str) -> None:
    assert visitor.sign_in("mau", wanted=wanted).headers["Location"] == "/cua-toi"


def test_what_is_published_is_asked_once(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from motcua.integration.identity import discovery

    asked_for: list[str] = []
    ask = discovery._asked
    monkeypatch.setattr(discovery, "_asked", lambda address: asked_for.append(address) or ask(address))
    for _ in range(3):
        Visitor().sign_in("mau")
    assert [urlsplit(address).path for address in asked_for] == ["/.well-known/openid-configuration", "/jwks"]


def test_no_button_without_a_provider(client: Client) -> None:
    cache.clear()
    plug()
    factories.agency()
    assert "chưa nối với hệ thống định danh điện tử" in client.get("/dang-nhap").content.decode()
    assert client.get("/dang-nhap/qua/vneid").status_code == 404
    assert client.get("/dang-nhap/ve/vneid").status_code == 404
