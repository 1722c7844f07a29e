"""`motcua measure export`: facts of dossiers, petitions and payments written to Parquet, by province and month."""

import argparse
import sys
import time
from pathlib import Path

from motcua.measurement.engines.exporting import export, folder

HELP = "Xuất dữ kiện của hồ sơ, PAKN, giao dịch nộp tiền (không có dữ liệu cá nhân) ra Parquet, theo tỉnh và tháng."
EXAMPLES = """Ví dụ:
  motcua measure export            (vào MOTCUA_HOME/facts; tháng đã đóng và không đổi thì giữ nguyên)
  motcua measure export --check    (soát từng byte, lập lại tệp hỏng)
  motcua measure export --into /mnt/chung/facts"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how thoroughly."""
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="thư mục khác")
    parser.add_argument("--check", action="store_true", help="soát từng byte của các tệp đang giữ")


def run(options: argparse.Namespace) -> int:
    """Export, and say what was written."""
    started = time.monotonic()

    def tell(done: int, total: int, words: str) -> None:
        print(f"  {done}/{total}: {words}", file=sys.stderr)

    found = export(options.into, tell=tell, thoroughly=options.check)
    many = "; ".join(f"{many:,} {kind.label}".replace(",", ".") for kind, many in found.facts.items())
    words = f"Đã xuất {many}: ghi {found.written} tệp, giữ nguyên {found.kept} tệp"
    print(f"{words}, {time.monotonic() - started:.1f} giây, vào {options.into or folder()}.", file=sys.stderr)
    return 0
