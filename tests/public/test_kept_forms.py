"""What was typed when the session ended waits for its author: after sign-in it is sent on, for nobody else."""

from typing import Any

import pytest
from django.test import Client
from tests.public.test_filing import REQUESTER, begin, citizen, place  # noqa: F401

from motcua.accounts.models import Person, User
from motcua.dossiers import own_drafts
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(citizen: Client) -> str:  # noqa: F811 - the fixture imported above
    """The first page of a form that the citizen has open, in a browser that knows the account."""
    address = f"/soan/{begin(citizen)}/to-khai/nguoi-yeu-cau"
    citizen.get(address)
    return address


def session_ends(browser: Client) -> None:
    """As when the nine hours are over: the browser drops the cookie of the session and keeps the others."""
    del browser.cookies["sessionid"]


def user() -> User:
    return User.objects.get(username="may")


def test_what_was_typed_is_there_after_signing_in_again(citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    sent = citizen.post(page, REQUESTER)
    assert sent.url == "/dang-nhap?next=/vua-ghi"
    assert "vẫn còn" in citizen.get(sent.url).content.decode()
    citizen.force_login(user())
    shown = citizen.get("/vua-ghi")
    assert shown.context["kept"].address == page
    assert dict(shown.context["kept"].fields) == REQUESTER
    assert 'value="Lò Thị Mẩy"' in shown.content.decode()
    citizen.post(page, dict(shown.context["kept"].fields))
    assert own_drafts.answers_of(FilingDraft.objects.get())["requester_address"] == "Bản Mới"
    assert citizen.get("/vua-ghi").url == "/cua-toi"  # sent on: nothing waits any more


def test_it_is_sealed_in_the_session(citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    citizen.post(page, REQUESTER)
    kept = citizen.session["kept_form"]
    assert "Mẩy" not in kept
    assert "001099000001" not in kept


def test_the_next_person_at_the_same_computer_sees_nothing_of_it(citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    citizen.post(page, REQUESTER)
    other = Person.objects.create(name="Người Khác", identity_number="001099000002", created_at=clock.now())
    citizen.force_login(User.objects.create_user("khac", person=other))
    assert citizen.get("/vua-ghi").url == "/cua-toi"
    assert "kept_form" not in citizen.session


@pytest.mark.parametrize("before", ["signed out", "never signed in", "a cookie of one's own making"])
def test_without_an_author_nothing_is_kept(citizen: Client, page: str, before: str) -> None:  # noqa: F811
    browser = citizen
    if before == "signed out":
        browser.post("/dang-xuat")
    else:
        browser = Client()
        if before != "never signed in":
            browser.cookies["motcua_truoc"] = "0" * 40 + ":tu-bia"
    assert browser.post(page, REQUESTER).url == f"/dang-nhap?next={page}"
    assert "kept_form" not in browser.session


def test_a_form_beyond_reason_is_not_kept(citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    citizen.post(page, {"requester_name": "x" * 300_000})
    assert "kept_form" not in citizen.session


def test_it_can_be_dropped(citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    citizen.post(page, REQUESTER)
    citizen.force_login(user())
    assert citizen.post("/vua-ghi").url == "/cua-toi"
    assert "kept_form" not in citizen.session


def test_a_password_is_never_kept(client: Any, citizen: Client, page: str) -> None:  # noqa: F811
    session_ends(citizen)
    citizen.post("/can-bo/mat-khau", {"password": "bi-mat", "again": "bi-mat"})
    assert "kept_form" not in citizen.session
