"""What is asked with a statement written once is what the query itself would find."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import Person, User
from motcua.accounts.sessions import SessionStore
from motcua.datastore.prepared import Prepared, PreparedByTexts, PreparedValues
from motcua.kernel import clock

pytestmark = pytest.mark.django_db

_NAMED = Prepared(
    lambda name, key: User.objects.select_related("person").filter(username=name, pk__gte=key), str, int
)


@pytest.fixture
def user() -> User:
    person = Person.objects.create(name="Đỗ Thị Ơn", identity_number="000123456789", created_at=clock.now())
    return User.objects.create(username="on", person=person)


def test_a_row_comes_whole_with_what_is_related_to_it(user: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = _NAMED.first("on", user.pk)
        assert found == user
        assert found.person is not None
        assert (found.person.identity_number, found.is_active) == ("000123456789", True)
    assert len(asked) == 1
    found.username = "khac"
    found.save()
    assert User.objects.get(pk=user.pk).username == "khac"


def test_each_value_is_asked_for_not_the_one_it_was_written_with(user: User) -> None:
    other = User.objects.create(username="x' OR '1'='1")
    assert _NAMED.first("x' OR '1'='1", 0) == other
    assert other.person is None
    assert _NAMED.first("nobody' OR '1'='1", 0) is None
    assert _NAMED.first("on", user.pk + 1) is None


def test_a_value_that_does_not_stand_by_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="đứng riêng"):
        Prepared(lambda key: User.objects.filter(pk=key + 1), int).first(1)


def test_an_account_by_its_key_comes_with_the_person(user: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert User.objects.get(pk=user.pk).person == user.person
    assert len(asked) == 1
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=0)
    assert User.objects.get(username="on") == user


def test_a_session_is_read_until_it_has_run_out(user: User, client: Client) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    key = client.cookies["sessionid"].value
    assert SessionStore(key)["_auth_user_id"] == str(user.pk)
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    ended = SessionStore(key)
    assert "_auth_user_id" not in ended
    assert ended.is_empty()
    assert ended.session_key is None
    assert SessionStore("khong-co").load() == {}


_SIGNED_IN_SINCE = Prepared(
    lambda day, name: User.objects.filter(person__birth_date__gte=day, username__gte=name).order_by("pk"),
    date,
    str,
)


def test_every_row_of_a_day_comes_in_order() -> None:
    made = []
    for number in range(4):
        person = Person.objects.create(
            name="Đỗ Thị Ơn", birth_date=date(2000, 1, 1 + number), created_at=clock.now()
        )
        made.append(User.objects.create(username=f"on-{number}", person=person))
    for _ in range(2):
        assert _SIGNED_IN_SINCE.all(date(2000, 1, 2), "") == made[1:]
    assert _SIGNED_IN_SINCE.all(date(2000, 1, 2), "on-3") == made[3:]
    assert _SIGNED_IN_SINCE.all(date(2001, 1, 2), "") == []


_CAME_SINCE = Prepared(
    lambda name, since: User.objects.filter(username__gte=name, last_login__gte=since).order_by("-pk")[:2],
    str,
    datetime,
)


def test_rows_since_a_moment_come_to_the_second_and_no_more_than_asked_for() -> None:
    now = clock.now()
    made = [User.objects.create(username=f"on-{n}", last_login=now - timedelta(minutes=n)) for n in range(4)]
    for _ in range(2):
        assert _CAME_SINCE.all("on", now - timedelta(minutes=1)) == made[1::-1]
        assert _CAME_SINCE.all("on", now - timedelta(minutes=3)) == made[:1:-1]
    assert _CAME_SINCE.all("on", now - timedelta(seconds=1)) == made[:1]
    assert _CAME_SINCE.all("on-1", now - timedelta(seconds=1)) == []


def test_plain_values_of_some_keys_are_what_the_query_finds(user: User) -> None:
    others = [User.objects.create(username=name, last_login=clock.now()) for name in ("ba", "chi")]

    def rows(keys: list[int]) -> QuerySet[User, Any]:
        shown = User.objects.filter(pk__in=keys, is_active=True).order_by("-username")
        return shown.values_list("username", "last_login", "person__name")

    prepared, keys = PreparedValues(rows), [user.pk, *(other.pk for other in others)]
    for asked in (keys, keys[:2], keys[2:], []):
        assert prepared.of(asked) == list(rows(asked))
    assert prepared.of(keys, first=1, many=1) == list(rows(keys)[1:2])


def test_of_many_keys_a_page_comes_in_the_order_of_the_narrow_query() -> None:
    User.objects.bulk_create(User(username=f"on-{n * 7 % 150:03}") for n in range(150))
    keys = list(User.objects.filter(username__gte="on-020").values_list("pk", flat=True))

    def narrow(some: list[int]) -> QuerySet[User, Any]:
        return User.objects.filter(pk__in=some).order_by("-username").values_list("pk")

    def rows(some: list[int]) -> QuerySet[User, Any]:
        shown = User.objects.filter(pk__in=some, is_active=True).order_by("-username")
        return shown.values_list("username", "is_active")

    wide, ordered = PreparedValues(rows), PreparedValues(narrow)
    assert len(keys) == 130  # more than are sent one by one
    assert wide.of(keys) == list(rows(keys))
    for first in (0, 40, 120, 130):
        found = wide.among(ordered, keys, first=first, many=40)
        assert found == list(rows(keys)[first : first + 40])
    assert wide.among(ordered, [], first=0, many=40) == []


def test_texts_are_asked_for_however_many_and_wherever_they_stand(user: User) -> None:
    for name in ("ba", "chi'", "du"):
        User.objects.create(username=name, last_login=clock.now())

    def rows(names: list[str]) -> QuerySet[User, Any]:
        named = User.objects.filter(username__in=names).values_list("username", "last_login")
        return named.union(
            User.objects.exclude(username__in=names).values_list("username", "last_login"), all=True
        )

    prepared = PreparedByTexts(rows)
    for _ in range(2):
        for asked in (["ba", "chi'"], ["du", "ba"], ["on"]):
            assert prepared.of(asked) == list(rows(asked))
    assert PreparedByTexts(lambda _: User.objects.order_by("username").values_list("username")).of()[0] == (
        "ba",
    )
