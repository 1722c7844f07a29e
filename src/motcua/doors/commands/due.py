"""`motcua due`: the due date of a dossier, with every day that counts. No database, no network."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from motcua.doors.commands.arguments import text_of
from motcua.kernel.refusals import Refused
from motcua.regimes import law
from motcua.regimes.enums import Regime
from motcua.worktime.cases import DueDate, DueTime, EventType, Mode, Terms
from motcua.worktime.due import compute, working_days_between
from motcua.worktime.reading import Reading, as_data, read_case, time_of

HELP = "Tính hạn trả kết quả của một hồ sơ, kèm từng ngày được đếm và từng ngày bỏ qua."
EXAMPLES = """Ví dụ:
  motcua due --received 2024-04-26T15:30 --limit 3 --unit working_day --regime 2018
  motcua due --received 2026-03-18T15:00 --limit 4 --unit hour --regime 2025 --json
  motcua due --case ho-so.json --json        một hồ sơ, hoặc danh sách hồ sơ
  motcua due --case - --json                 đọc từ đầu vào chuẩn

Tệp hồ sơ: {"regime": "2025", "received": "2026-06-01T08:00", "limit": {"value": 5, "unit": "working_day"},
  "events": [{"type": "pause", "at": "2026-06-03T09:00"}, {"type": "resume", "at": "2026-06-08T09:00"}]}
Đơn vị: working_day (ngày làm việc), hour (giờ làm việc), calendar_day (ngày)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Either the options of one plain case, or a file."""
    parser.add_argument(
        "--case", metavar="TỆP", help="tệp JSON: một hồ sơ hoặc danh sách; - là đầu vào chuẩn"
    )
    parser.add_argument("--received", metavar="LÚC", help="lúc tiếp nhận, giờ Việt Nam: 2024-04-26T15:30")
    parser.add_argument("--limit", metavar="SỐ", help="thời hạn giải quyết")
    parser.add_argument("--unit", metavar="ĐƠN_VỊ", help="working_day (mặc định), hour, calendar_day")
    parser.add_argument("--regime", metavar="CHẾ_ĐỘ", help="2018 hoặc 2025; mặc định theo ngày tiếp nhận")
    parser.add_argument("--started", metavar="LÚC", help="lúc cơ quan có thẩm quyền nhận, nếu khác")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")


def run(options: argparse.Namespace) -> int:
    """Answer one case or a list of them; a bad element of a list stands in its place as `{"error"}`."""
    plain = [options.received, options.limit, options.unit, options.regime, options.started]
    if options.case is not None and any(value is not None for value in plain):
        return _usage("Chỉ dùng một trong hai: --case, hoặc --received và --limit.")
    if options.case is None and (options.received is None or options.limit is None):
        return _usage("Thiếu --received và --limit, hoặc --case. Xem: motcua due --help")
    try:
        raw = _from_options(options) if options.case is None else _from_file(options.case)
        if isinstance(raw, list):
            return _answer_list(raw, options.json)
        due = _due(raw, "")
    except Refused as refusal:
        _say(f"Lỗi: {refusal.message}")
        return 1
    print(_json(as_data(due)) if options.json else _in_words(due))
    return 0


def _answer_list(cases: list[Any], as_json: bool) -> int:
    failed = False
    answers: list[dict[str, Any]] = []
    for number, raw in enumerate(cases, 1):
        try:
            due = _due(raw, f"Hồ sơ {number}: ")
        except Refused as refusal:
            failed = True
            _say(f"Lỗi: hồ sơ {number}: {refusal.message}")
            answers.append({"error": refusal.message})
            continue
        answers.append(as_data(due))
        if not as_json:
            print(f"Hồ sơ {number}\n{_in_words(due)}")
    if as_json:
        print(_json(answers))
    return 1 if failed else 0


def _due(raw: Any, prefix: str) -> DueDate:
    reading = read_case(raw, _terms_of)
    due = compute(reading.case, reading.calendar)
    regime = raw.get("regime")
    warnings = [*reading.warnings, *due.warnings, *_beside_the_law(reading, regime)]
    if due.provisional:
        warnings.append("Hạn nằm trong năm chưa có lịch nghỉ chính thức: ngày hẹn là tạm tính.")
    for warning in warnings:
        _say(f"Lưu ý: {prefix}{warning}")
    return due


def _terms_of(regime: str | None, day: date) -> Terms:
    family = _family(regime, day)

    def rule(key: str) -> Any:
        return law.in_family(f"clock.{key}", family, on=day).value

    return Terms(
        supplement_mode=Mode(rule("supplement_mode")),
        wait_mode=Mode(rule("wait_mode")),
        after_cutoff_moves_citizen_clock=bool(rule("after_cutoff_moves_citizen_clock")),
        cutoff=time_of(rule("cutoff"), "cutoff"),
        due_time=DueTime(rule("due_time")),
    )


def _family(regime: str | None, day: date) -> Regime:
    if regime is None:
        return law.regime_on(day)
    try:
        return Regime(regime)
    except ValueError:
        names = ", ".join(member.value for member in Regime)
        message = f'regime: không biết chế độ "{regime}". Dùng một trong: {names}.'
        raise Refused(message, field="regime") from None


def _beside_the_law(reading: Reading, regime: str | int | None) -> list[str]:
    """What the case does that the law of the day does not say: told, not forbidden."""
    case, day = reading.case, reading.case.received.date()
    family = _family(None if regime is None else str(regime), day)
    notes = []
    if regime is None:
        notes.append(f'Không ghi "regime": lấy theo ngày tiếp nhận, chế độ {family.value}.')
    elif not law.in_family("regime", family, on=day).holds_on(day):
        notes.append(f"Chế độ {family.value} không có hiệu lực vào ngày tiếp nhận {day:%d/%m/%Y}.")
    allowed = law.in_family("clock.extensions_allowed", family, on=day).value
    extensions = sum(event.type is EventType.EXTENSION for event in case.events)
    if extensions > allowed:
        notes.append(f"Hồ sơ gia hạn {extensions} lần; quy định chỉ cho hẹn lại {allowed} lần.")
    within = law.in_family("clock.supplement_within_working_days", family, on=day).value
    asked = [event.at.date() for event in case.events if event.type is EventType.SUPPLEMENT_REQUESTED]
    for asked_on in asked:
        passed = working_days_between(day, asked_on, reading.calendar) if asked_on > day else 0
        if passed > within:
            notes.append(f"Yêu cầu bổ sung sau {passed} ngày làm việc; quy định không quá {within}.")
    return notes


def _from_options(options: argparse.Namespace) -> dict[str, Any]:
    try:
        value = float(options.limit)
    except ValueError:
        raise Refused(f'--limit: "{options.limit}" không phải là số.', field="limit") from None
    limit = {"value": value, "unit": options.unit or "working_day"}
    raw = {"regime": options.regime, "received": options.received, "limit": limit}
    return raw if options.started is None else raw | {"started": options.started}


def _from_file(name: str) -> Any:
    text = text_of(name, option="--case")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(
            f"{name}: không phải là JSON hợp lệ (dòng {error.lineno}, cột {error.colno}). Hãy sửa lại."
        ) from None
    except (ValueError, RecursionError):
        raise Refused(f"{name}: JSON có số quá dài hoặc lồng quá sâu.") from None


def _in_words(due: DueDate) -> str:
    lines = [f"Hạn trả kết quả: {due.due_at:%H:%M ngày %d/%m/%Y}"]
    if due.original_due_date != due.due_date:
        lines.append(f"Hạn ban đầu: {due.original_due_date:%d/%m/%Y}")
    if due.waiting_since:
        lines.append(f"Đang dừng tính từ {due.waiting_since:%H:%M ngày %d/%m/%Y}: hạn sẽ dời khi tính tiếp")
    lines.append(f"Đồng hồ bắt đầu: {due.clock_started_at:%H:%M ngày %d/%m/%Y}")
    lines += [f"  {counted.day:%d/%m/%Y}  {counted.n}" for counted in due.counted]
    lines += [f"  {skipped.day:%d/%m/%Y}  không tính: {skipped.why}" for skipped in due.skipped]
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _usage(text: str) -> int:
    _say(text)
    return 2
