"""Pages given out from memory are the same for everybody: nothing of one person, one language or one machine leaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import Person, User
from motcua.doors.frame import context
from motcua.doors.public import same
from motcua.doors.public.urls import urlpatterns
from motcua.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place", "today", "catalogue", "kept")]
PAGES = (
    "/",
    "/thu-tuc",
    "/thu-tuc?q=khai+sinh",
    "/thu-tuc/1.001193",
    "/tra-cuu",
    "/noi-tiep-nhan",
    "/gioi-thieu",
)


@pytest.fixture
def kept(settings: Any) -> Iterator[None]:
    settings.PUBLIC_PAGES_KEPT_SECONDS = 60
    same.forget()
    yield
    same.forget()


@pytest.fixture
def citizen() -> Client:
    person = Person.objects.create(name="Lò Thị Mẩy", identity_number="001099000001", created_at=clock.now())
    browser = Client()
    browser.force_login(
        User.objects.create(username="may", person=person),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return browser


@pytest.mark.parametrize("address", PAGES)
def test_a_second_look_asks_nothing_and_shows_the_same(client: Client, address: str) -> None:
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        second = Client().get(address)
    assert (second.status_code, second.content) == (200, first.content)
    assert len(asked) == 0
    assert "Cookie" in second.headers["Vary"]
    assert not second.cookies


@pytest.mark.parametrize("address", PAGES)
def test_who_is_signed_in_sees_what_everybody_sees_and_leaves_nothing(citizen: Client, address: str) -> None:
    """The first to come is somebody with a name: what is kept is what a stranger would have been shown."""
    theirs = citizen.get(address).content.decode()
    same.forget()
    assert theirs == Client().get(address).content.decode()
    for word in ("Lò Thị Mẩy", "001099000001", citizen.cookies["sessionid"].value, "csrfmiddlewaretoken"):
        assert word not in theirs


def test_a_known_page_is_not_sent_again(client: Client) -> None:
    mark = client.get("/gioi-thieu").headers["ETag"]
    again = client.get("/gioi-thieu", headers={"If-None-Match": f'"other", W/{mark}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", mark)
    assert again.headers["Content-Security-Policy"]
    assert client.get("/gioi-thieu", headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_language_has_its_own(client: Client) -> None:
    client.get("/gioi-thieu")
    english = Client()
    english.cookies["django_language"] = "en"
    assert '<html lang="en">' in english.get("/gioi-thieu").content.decode()
    again = client.get("/gioi-thieu")
    assert '<html lang="vi">' in again.content.decode()
    assert again.headers["Content-Language"] == "vi"


def test_the_band_of_the_sample_comes_and_goes_with_it(client: Client, settings: Any) -> None:
    settings.MOTCUA_SAMPLE_BAND = False
    context.forget_sample_band()
    assert "DỮ LIỆU MẪU" not in client.get("/gioi-thieu").content.decode()
    settings.MOTCUA_SAMPLE_BAND = True
    context.forget_sample_band()
    assert "DỮ LIỆU MẪU" in client.get("/gioi-thieu").content.decode()
    context.forget_sample_band()


def test_a_page_is_drawn_anew_after_its_time(client: Client, settings: Any, place: Any) -> None:
    client.get("/noi-tiep-nhan")
    place.commune.desk_name = "Bàn mới mở"
    place.commune.save()
    assert "Bàn mới mở" not in client.get("/noi-tiep-nhan").content.decode()
    settings.PUBLIC_PAGES_KEPT_SECONDS = 0
    assert "Bàn mới mở" in client.get("/noi-tiep-nhan").content.decode()


def _personal(kind: str) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(f"{kind} of {request.META['WHO']}")
        if kind == "session":
            request.session.get("x")
        elif kind == "user":
            bool(request.user.is_authenticated)
        elif kind == "token":
            get_token(request)
        elif kind == "cookie":
            answer.set_cookie("a", "b")
        elif kind == "private":
            answer.headers["Cache-Control"] = "private"
        elif kind == "missing":
            answer.status_code = 404
        return answer

    return same.same_for_everyone(view)


def _request(who: str, **more: Any) -> HttpRequest:
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.messages.middleware import MessageMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware

    request = RequestFactory().get("/trang", WHO=who, **more)
    for middleware in (SessionMiddleware, AuthenticationMiddleware, MessageMiddleware):
        middleware(lambda _: HttpResponse()).process_request(request)
    return request


@pytest.mark.parametrize("kind", ["session", "user", "token", "cookie", "private", "missing"])
def test_what_looked_at_one_person_is_never_kept(kind: str) -> None:
    view = _personal(kind)
    assert b"one" in view(_request("one")).content
    assert b"two" in view(_request("two")).content


def test_what_looked_at_nobody_is_kept() -> None:
    view = _personal("nothing")
    assert b"one" in view(_request("one")).content
    assert b"one" in view(_request("two")).content
    told = _request("three", HTTP_COOKIE="messages=something")
    assert list(get_messages(told)) == []
    assert b"three" in view(told).content, "a message waits for them"
    machine = _request("four")
    machine.shell = object()  # type: ignore[attr-defined]
    assert b"four" in view(machine).content


def test_only_pages_without_a_person_are_on_the_list() -> None:
    kept = {each.name for each in urlpatterns if "same_for_everyone" in repr(each.callback.__code__)} or {
        each.name for each in urlpatterns if each.callback.__code__.co_name == "shown"
    }
    assert kept == {
        "home", "procedures", "procedure", "filing", "look-up", "desks", "staff", "index", "overdue", "open-data",
        "dataset", "feedback", "publications", "publication", "about", "accessibility",
    }  # fmt: skip
