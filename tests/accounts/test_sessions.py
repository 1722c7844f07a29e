"""Whose a session is comes with the session in one journey, read anew each time: a guess decides nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories

from motcua.accounts import sessions
from motcua.accounts.models import Person, User
from motcua.accounts.sessions import Authentication, SessionStore
from motcua.datastore.kept import kept, moment
from motcua.kernel import clock
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@kept(Agency)
def _names() -> tuple[str, ...]:
    return tuple(Agency.objects.order_by("name").values_list("name", flat=True))


def _citizen(name: str) -> User:
    person = Person.objects.create(name=name, created_at=clock.now())
    return User.objects.create(username=name, person=person)


def _signed_in(user: User) -> str:
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser.cookies["sessionid"].value


def _user_on(key: str) -> User | AnonymousUser:
    """Who a request with this session is from, as pages ask."""
    request = HttpRequest()
    request.session = SessionStore(key)
    Authentication(lambda _: None).process_request(request)  # type: ignore[arg-type]
    str(request.user)  # asked for when it is looked at
    return request.user


def _name_of(user: User | AnonymousUser) -> str:
    person = user.person if isinstance(user, User) else None
    return person.name if person is not None else ""


def test_session_account_person_and_marks_are_one_journey() -> None:
    factories.agency()
    key = _signed_in(_citizen("on"))
    _user_on(key)
    with moment():
        _names()
    with moment(), CaptureQueriesContext(connection) as asked:
        user = _user_on(key)
        assert _name_of(user) == "on"
        _names()
    assert len(asked) == (3 if connection.vendor == "sqlite" else 1)


def test_an_account_read_along_is_the_one_of_now() -> None:
    user = _citizen("on")
    key = _signed_in(user)
    _user_on(key)
    Person.objects.filter(name="on").update(name="Tên mới")
    assert _name_of(_user_on(key)) == "Tên mới"
    User.objects.filter(username="on").update(is_active=False)
    assert not _user_on(key).is_authenticated


def test_a_changed_password_ends_the_session() -> None:
    user = _citizen("on")
    key = _signed_in(user)
    assert _user_on(key) == user
    user.set_password("mật khẩu khác hẳn")
    user.save()
    assert not _user_on(key).is_authenticated
    assert SessionStore(key).load() == {}


def test_a_wrong_guess_shows_nobody_elses_account() -> None:
    one, other = _citizen("on"), _citizen("khac")
    key = _signed_in(one)
    sessions._guesses[hash(key)] = other.pk
    assert _user_on(key) == one
    assert _user_on(key) == one
    sessions._guesses[hash(key)] = 0  # nobody
    assert _user_on(key) == one


def test_a_session_that_was_ended_is_nobodys() -> None:
    key = _signed_in(_citizen("on"))
    _user_on(key)
    SessionStore(key).delete(key)
    assert not _user_on(key).is_authenticated


def test_marks_read_along_end_with_the_moment() -> None:
    agency = factories.agency()
    key = _signed_in(_citizen("on"))
    _user_on(key)
    with moment():
        _user_on(key)
        assert agency.name in _names()
        Agency.objects.filter(pk=agency.pk).update(name="Tên mới")
    with moment():
        _user_on(key)
        assert "Tên mới" in _names()
    Agency.objects.filter(pk=agency.pk).update(name="Tên sau nữa")
    _user_on(key)
    assert "Tên sau nữa" in _names()
