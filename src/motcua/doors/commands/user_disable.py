"""`motcua user disable`: an account signs in no more, and its open sessions end."""

import argparse
import sys

from motcua.accounts.actions import close_account, reopen_account
from motcua.accounts.models import User
from motcua.doors.commands.user_add import CONSOLE

HELP = (
    "Khoá một tài khoản, hoặc mở lại với --undo. Việc đã làm bằng tài khoản đó vẫn giữ nguyên trong nhật ký."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("username", help="tên đăng nhập")
    parser.add_argument("--undo", action="store_true", help="mở lại tài khoản")


def run(options: argparse.Namespace) -> int:
    """1: no such account."""
    user = User.objects.filter(username__iexact=options.username).first()
    if user is None:
        print(f"Không có tài khoản «{options.username}».", file=sys.stderr)
        return 1
    (reopen_account if options.undo else close_account)(actor=CONSOLE, user=user)
    print(f"Đã {'mở lại' if options.undo else 'khoá'} tài khoản {user.username}.", file=sys.stderr)
    return 0
