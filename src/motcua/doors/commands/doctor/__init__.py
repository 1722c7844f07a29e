"""`motcua doctor`: looks whether everything that must hold does hold. Changes nothing."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection

from motcua.audit import seals
from motcua.doors.commands.doctor import dossiers, figures, house
from motcua.doors.commands.doctor.findings import Check, Finding

HELP = "Kiểm tra dữ liệu có nhất quán không. Không sửa gì; chạy được khi hệ thống đang phục vụ."
EXAMPLES = """Ví dụ:
  motcua doctor                kiểm tra nhanh
  motcua doctor --deep         đọc lại mọi tệp, tính lại mọi hạn và mọi số liệu
  motcua doctor --json"""

CHECKS = (
    Check("database", "Tệp cơ sở dữ liệu", house.database),
    Check("keys", "Khoá mở dữ liệu cá nhân", house.keys),
    Check("codes", "Mã hồ sơ liên tục", dossiers.codes),
    Check("histories", "Lịch sử hồ sơ đủ sự kiện", dossiers.histories),
    Check("due_dates", "Ngày hẹn trả giải thích được", dossiers.due_dates),
    Check("facts", "Số liệu theo kịp hồ sơ", figures.facts),
    Check("roll_ups", "Số tổng hợp bằng tổng các hồ sơ", figures.roll_ups),
    Check("blobs", "Tệp lưu trữ", house.blobs, reads_only=False),
    Check("record", "Niêm phong nhật ký", house.record),
    Check("outbox", "Hàng chờ chuyển tin", house.outbox),
    Check("background", "Xử lý nền", house.background),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How thoroughly, and for whom the answer is."""
    parser.add_argument(
        "--deep", action="store_true", help="đọc lại mọi tệp, tính lại mọi hạn và mọi số liệu"
    )
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")


def run(options: argparse.Namespace) -> int:
    """0: all is well · 1: something is wrong; one line for each finding."""
    found: list[tuple[Check, list[Finding]]] = []
    for check in CHECKS:
        with _one_moment() if check.reads_only else nullcontext():
            findings = list(check.look(options.deep))
        found.append((check, findings))
        if not options.json:
            _tell(check, findings)
    wrong = sum(len(findings) for _, findings in found)
    if options.json:
        print(json.dumps(_as_json(found, deep=options.deep), ensure_ascii=False))
    else:
        print(f"Niêm phong mới nhất: {seals.head()}")
        print("Không thấy gì sai." if not wrong else f"Có {wrong} điểm cần xem.")
    return 1 if wrong else 0


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything a check reads is of one moment, while others go on writing.

    Not Django's transaction: on SQLite that would take the write lock.
    """
    if connection.in_atomic_block:  # a test's own transaction
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _tell(check: Check, findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{check.code}: {finding.message}", flush=True)
    state = f"{len(findings)} điểm cần xem" if findings else "tốt"
    print(f"{check.title}: {state}", file=sys.stderr, flush=True)


def _as_json(found: list[tuple[Check, list[Finding]]], *, deep: bool) -> dict[str, object]:
    return {
        "ok": not any(findings for _, findings in found),
        "deep": deep,
        "seal": seals.head(),
        "checks": [
            {
                "code": check.code,
                "title": check.title,
                "findings": [{"subject": each.subject, "message": each.message} for each in findings],
            }
            for check, findings in found
        ],
    }
