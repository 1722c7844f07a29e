"""`motcua user password`: a new password for an account, made at the server's own console."""

import argparse
import sys

from motcua.accounts.actions import set_password
from motcua.accounts.models import User
from motcua.doors.commands import asking
from motcua.doors.commands.user_add import CONSOLE
from motcua.kernel.refusals import Refused

HELP = (
    "Đặt lại mật khẩu của một tài khoản; người dùng phải đổi ở lần đăng nhập sau. Mọi phiên đang mở bị đóng."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("username", help="tên đăng nhập")
    parser.add_argument("--keep", action="store_true", help="không bắt đổi ở lần đăng nhập sau")


def run(options: argparse.Namespace) -> int:
    """1: no such account, or the password is weak."""
    user = User.objects.filter(username__iexact=options.username).first()
    if user is None:
        print(f"Không có tài khoản «{options.username}».", file=sys.stderr)
        return 1
    try:
        set_password(actor=CONSOLE, user=user, password=asking.password(), must_change=not options.keep)
    except (Refused, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"Đã đặt lại mật khẩu của {user.username}.", file=sys.stderr)
    return 0
