"""`motcua measure rebuild`: facts and roll-ups made anew from the dossiers, or roll-ups from the facts by an engine."""

import argparse
import sys
import time
from pathlib import Path

from motcua.kernel.refusals import Refused
from motcua.measurement.actions import rebuild

HELP = "Tính lại mọi số liệu từ đầu: từ chính các hồ sơ, hoặc (--engine) các số tổng hợp từ dữ kiện đã có."
EXAMPLES = """Ví dụ:
  motcua measure rebuild                    (không đổi hồ sơ nào; chạy được khi hệ thống đang phục vụ)
  motcua measure rebuild --engine duckdb    (số tổng hợp, từ dữ kiện xuất ra Parquet; cách ghi khác tạm chờ)
  motcua measure rebuild --engine spark --facts /mnt/chung/facts    (dữ kiện của nhiều tỉnh gộp lại)"""
_ENGINES = ("sql", "duckdb", "spark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The engine, and facts from elsewhere."""
    parser.add_argument(
        "--engine", choices=_ENGINES, help="chỉ tính lại số tổng hợp, bằng cơ sở dữ liệu, DuckDB hoặc Spark"
    )
    parser.add_argument(
        "--facts", type=Path, metavar="FOLDER", help="dữ kiện Parquet gộp từ nơi khác (với duckdb, spark)"
    )


def run(options: argparse.Namespace) -> int:
    """Rebuild, and say how many dossiers were counted; 1 when facts are missing or damaged, or Spark is absent."""
    started = time.monotonic()
    try:
        said = _by_engine(options) if options.engine or options.facts else _from_dossiers()
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    print(f"{said.replace(',', '.')}, {time.monotonic() - started:.1f} giây.", file=sys.stderr)
    return 0


def _from_dossiers() -> str:
    return f"Đã tính lại số liệu từ {rebuild():,} hồ sơ"


def _by_engine(options: argparse.Namespace) -> str:
    from motcua.measurement.engines.rebuilding import Engine, rebuild_by

    made = rebuild_by(Engine(options.engine or "duckdb"), options.facts)
    return f"Đã tính lại {made.roll_ups:,} dòng tổng hợp từ dữ kiện của {made.facts:,} hồ sơ"
