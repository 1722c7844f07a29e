"""Command lines and input files as people type them: usage, refusals and reasons in Vietnamese."""

import argparse
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from motcua.kernel.refusals import Refused

_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"the following arguments are required: (.+)", r"còn thiếu: \1."),
        (r"unrecognized arguments: (.+)", r"không hiểu: \1."),
        (r"argument (.+?): expected one argument", r"\1: cần một giá trị đi sau."),
        (r"argument (.+?): expected at least one argument", r"\1: cần ít nhất một giá trị đi sau."),
        (r"argument (.+?): expected (\d+) arguments", r"\1: cần \2 giá trị đi sau."),
        (r"argument (.+?): invalid (?:int|non_negative_int) value: (.+)", r"\1: \2 không phải là số nguyên."),
        (r"argument (.+?): invalid float value: (.+)", r"\1: \2 không phải là số."),
        (r"argument (.+?): invalid \S+ value: (.+)", r"\1: giá trị \2 không hợp lệ."),
        (
            r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)",
            r"\1: không có \2. Chọn một trong: \3.",
        ),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 và \2: chỉ dùng một trong hai."),
        (r"argument (.+?): ignored explicit argument (.+)", r"\1: không nhận giá trị \2."),
        (r"one of the arguments (.+) is required", r"cần một trong: \1."),
        (r"ambiguous option: (.+?) could match (.+)", r"\1 có thể là nhiều tùy chọn: \2. Hãy viết đủ."),
    )
)
_REASONS = {
    errno.ENOENT: "không có tệp này",
    errno.EISDIR: "đây là một thư mục",
    errno.EACCES: "không có quyền đọc",
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


class _Format(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Arguments(argparse.ArgumentParser):
    """A parser that speaks Vietnamese; a wrong command line ends with status 2."""

    def __init__(self, *, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog, description=description, epilog=epilog, formatter_class=_Format, add_help=False
        )
        self._positionals.title, self._optionals.title = "Đối số", "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in cách dùng này")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and leave with status 2."""
        self.exit(2, f"{self.format_usage()}Lỗi: {in_vietnamese(message)}\nXem: {self.prog} --help\n")


def in_vietnamese(message: str) -> str:
    """A message of argparse in Vietnamese; an unknown one stays as it is."""
    for pattern, said in _MESSAGES:
        if found := pattern.fullmatch(message):
            return found.expand(said)
    return message


def readable(word: str) -> str:
    """A word of the command line as UTF-8, also where the terminal says it speaks ASCII only."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return os.fsencode(word).decode("utf-8", "replace")
    return word


def phrase_last(words: list[str], valued: set[str]) -> list[str]:
    """Options first, then `--` and the rest, so that a phrase may begin with a hyphen («- Quý I: …»).

    `valued`: the options that take the word behind them. What looks like an option stays one.
    """
    options: list[str] = []
    phrases: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            phrases += rest
        elif re.fullmatch(r"--?[a-z][a-z-]*(?:=.*)?", word, re.DOTALL):
            options.append(word)
            if word in valued and (value := next(rest, None)) is not None:
                options.append(value)
        else:
            phrases.append(word)
    return [*options, "--", *phrases]


def reason(error: OSError) -> str:
    """Why a file cannot be opened, in Vietnamese where we know the words."""
    return _REASONS.get(error.errno or 0) or error.strerror or "lỗi của hệ thống tệp"


def text_of(name: str, *, option: str) -> str:
    """The text of an input file, `-` for standard input; `Refused` with the reason and the way out."""
    shown = "đầu vào chuẩn" if name == "-" else f"tệp «{name}»"
    read: Callable[[], bytes] = sys.stdin.buffer.read if name == "-" else Path(name).read_bytes
    try:
        content = read()
    except OSError as error:
        raise Refused(f"Không đọc được {shown}: {reason(error)}. Kiểm tra lại {option}.") from None
    except ValueError:
        raise Refused(f"Không đọc được {shown}: đường dẫn không hợp lệ. Kiểm tra lại {option}.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            f"Không đọc được {shown}: nội dung không phải UTF-8. Lưu lại tệp theo mã UTF-8."
        ) from None
    if not text.strip():
        raise Refused(f"{shown[:1].upper()}{shown[1:]} trống. Ghi vào đó một đối tượng hoặc danh sách JSON.")
    return text
