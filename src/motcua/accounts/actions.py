"""Accounts that sign in: opened, given a new password, closed. Each leaves its record; none holds a password."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from motcua.accounts.models import User
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused

_WEAK = {
    "password_too_short": "Mật khẩu quá ngắn: cần ít nhất 8 ký tự.",
    "password_too_common": "Mật khẩu này quá quen thuộc, dễ đoán.",
    "password_too_similar": "Mật khẩu giống tên đăng nhập quá.",
}


def open_within(*, actor: Actor, username: str, password: str, must_change: bool, agency: str) -> User:
    """A new account, inside the caller's act: an officer is hired together with it, or neither is.

    Refuses a name that is taken and a weak password.
    """
    name = _checked_name(username)
    _check_password(password, User(username=name))
    user = User.objects.create_user(name, password, must_change_password=must_change)
    record(
        actor, action="accounts.open", kind="account", key=user.pk, agency=agency, detail={"username": name}
    )
    return user


def set_password(
    *, actor: Actor, user: User, password: str, must_change: bool = True, agency: str = ""
) -> None:
    """A new password; every session of the account ends. `must_change`: it serves for one sign-in only.

    Refuses a weak password, and as a person's own choice the one that is already in use.
    """
    _check_password(password, user)
    if not must_change and user.check_password(password):
        raise Refused("Mật khẩu mới trùng mật khẩu đang dùng. Chọn mật khẩu khác.", field="password")
    with act():
        user.set_password(password)
        user.must_change_password = must_change
        user.save(update_fields=["password", "must_change_password"])
        detail = {"must_change": must_change}
        record(actor, action="accounts.password", kind="account", key=user.pk, agency=agency, detail=detail)


def close_account(*, actor: Actor, user: User, agency: str = "") -> None:
    """The account signs in no more, and its sessions end. Closing twice changes nothing."""
    _switch(actor, user, agency, active=False, action="accounts.close")


def reopen_account(*, actor: Actor, user: User, agency: str = "") -> None:
    """The account may sign in again."""
    _switch(actor, user, agency, active=True, action="accounts.reopen")


def _switch(actor: Actor, user: User, agency: str, *, active: bool, action: str) -> None:
    with act():
        if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
            record(actor, action=action, kind="account", key=user.pk, agency=agency)
    user.is_active = active


def _checked_name(username: str) -> str:
    name = username.strip().lower()
    if not name or not all(sign.isascii() and (sign.isalnum() or sign in "._-@") for sign in name):
        raise Refused(
            "Tên đăng nhập gồm chữ không dấu, chữ số, dấu chấm, gạch nối; ví dụ «nguyenvana».",
            field="username",
        )
    if User.objects.filter(username__iexact=name).exists():
        raise Refused(f"Tên đăng nhập «{name}» đã có người dùng. Chọn tên khác.", field="username")
    return name


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        words = [str(_WEAK.get(fault.code or "", fault.message)) for fault in weak.error_list]
        raise Refused(" ".join(words), field="password", code="weak_password") from None
