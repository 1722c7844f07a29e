"""`motcua measure rebuild`: all facts and roll-ups made anew from the dossiers."""

import argparse
import sys
import time

from motcua.measurement.actions import rebuild

HELP = "Tính lại mọi số liệu từ đầu, từ chính các hồ sơ và phản ánh, kiến nghị."
EXAMPLES = """Ví dụ:
  motcua measure rebuild       (không đổi hồ sơ nào; chạy được khi hệ thống đang phục vụ)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Rebuild, and say how many dossiers were counted."""
    started = time.monotonic()
    many = rebuild()
    words = f"Đã tính lại số liệu từ {many:,} hồ sơ".replace(",", ".")
    print(f"{words}, {time.monotonic() - started:.1f} giây.", file=sys.stderr)
    return 0
