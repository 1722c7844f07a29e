"""`motcua user …`: accounts from the server's console; passwords come by standard input, never as arguments."""

import io

import pytest
from tests import factories

from motcua.accounts.models import User
from motcua.audit.models import AuditRow
from motcua.doors.commands.main import main
from motcua.organisation.access import officer_of
from motcua.organisation.enums import Right

pytestmark = pytest.mark.django_db
SECRET = "mot-mat-khau-dai"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET + "\n"))


def add() -> int:
    return main(["user", "add", "quantri", "--name", "Đặng Hữu Tâm"])


def test_an_administrator_is_added_at_the_main_agency(typed: None) -> None:
    factories.agency()
    assert add() == 0
    user = User.objects.get(username="quantri")
    assert user.check_password(SECRET)
    assert officer_of(user).may(Right.ADMINISTER)
    assert SECRET not in str(list(AuditRow.objects.values()))


def test_without_an_agency_or_a_good_password_nobody_is_added(
    typed: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add() == 1
    factories.agency()
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    assert add() == 1
    assert "dễ đoán" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert add() == 1
    assert not User.objects.exists()


def test_a_password_set_here_serves_once(typed: None) -> None:
    user = User.objects.create_user("canbo", "cu")
    assert main(["user", "password", "CanBo"]) == 0
    user.refresh_from_db()
    assert user.check_password(SECRET)
    assert user.must_change_password
    assert main(["user", "password", "ai-do"]) == 1


def test_a_disabled_account_is_opened_again(client: object) -> None:
    user = User.objects.create_user("canbo", "cu")
    assert main(["user", "disable", "canbo"]) == 0
    user.refresh_from_db()
    assert not user.is_active
    assert main(["user", "disable", "canbo", "--undo"]) == 0
    user.refresh_from_db()
    assert user.is_active
    assert main(["user", "disable", "ai-do"]) == 1
