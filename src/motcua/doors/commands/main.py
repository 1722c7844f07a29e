"""The `motcua` command: finds the named command and runs it.

A command is a module of this package with `add_arguments(parser)`, `run(options) -> int` and a one-line `HELP`.
Those in `PURE` need no database, no settings and no network: Django is never imported for them.
Exit status: 0 done · 1 the input is wrong · 2 usage · 3 our fault, or something is down.
"""

import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

from motcua.doors.commands.arguments import Arguments, readable

# name on the command line -> module in this package; nested names are two words.
PURE: dict[str, str] = {
    "due": "due",
    "deadline": "deadline",
    "score": "score",
    "plan read": "plan_read",
    "up": "up",
}
WITH_DATABASE: dict[str, str] = {
    "bench load": "bench_load",
    "backup": "backup",
    "doctor": "doctor",
    "measure export": "measure_export",
    "measure rebuild": "measure_rebuild",
    "measure show": "measure_show",
    "prepare": "prepare",
    "restore": "restore",
    "sample": "sample",
    "user add": "user_add",
    "user disable": "user_disable",
    "user password": "user_password",
    "worker": "worker",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; console scripts exit with the number returned."""
    words = [readable(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Vietnamese must come out even where the terminal says it speaks ASCII only.
            # Half a surrogate pair from a JSON input goes out as the escape it came in as.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    name, rest = _split(words)
    if name is None:
        print(_overview(), file=sys.stderr)
        return 0 if words in (["--help"], ["-h"], ["help"]) else 2
    if name in WITH_DATABASE:
        _start_django()
    module = importlib.import_module(f"motcua.doors.commands.{(PURE | WITH_DATABASE)[name]}")
    parser = Arguments(
        prog=f"motcua {name}", description=module.HELP, epilog=getattr(module, "EXAMPLES", None)
    )
    module.add_arguments(parser)
    arrange = getattr(module, "arrange", list)  # a command may put its words in order first
    try:
        status = int(module.run(parser.parse_args(arrange(rest))))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 3
    except BrokenPipeError:  # who was reading has read enough (`motcua … | head`): the rest goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # the last stop: status 1 would blame the input
        traceback.print_exc()
        print(f"Lỗi của chương trình khi chạy «motcua {name}», không phải của dữ liệu.", file=sys.stderr)
        return 3


def _split(words: list[str]) -> tuple[str | None, list[str]]:
    known = PURE | WITH_DATABASE
    for length in (2, 1):
        name = " ".join(words[:length])
        if name in known and len(words) >= length:
            return name, words[length:]
    return None, words


def _start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()


def _overview() -> str:
    names = sorted(PURE | WITH_DATABASE)
    return "Cách dùng: motcua LỆNH …\n\nCác lệnh:\n" + "\n".join(f"  motcua {name}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
