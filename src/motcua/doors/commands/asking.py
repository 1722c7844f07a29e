"""Secrets for a command: typed at a prompt without echo, or the first line of standard input. Never an argument."""

import getpass
import os
import sys


def password(prompt: str = "Mật khẩu: ", *, twice: bool = True) -> str:
    """A secret from the person or the pipe. Raises ValueError when the two typings differ or none was given."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = getpass.getpass(prompt)
        if twice and getpass.getpass("Nhập lại: ") != given:
            raise ValueError("Hai lần nhập không giống nhau.")
    if not given:
        raise ValueError("Chưa nhập mật khẩu: gõ khi được hỏi, hoặc đưa vào đầu vào chuẩn.")
    return given


def passphrase(*, twice: bool) -> str:
    """The passphrase of a backup: `MOTCUA_PASSPHRASE`, else as `password`."""
    return os.environ.get("MOTCUA_PASSPHRASE") or password("Cụm mật khẩu của bản sao lưu: ", twice=twice)
