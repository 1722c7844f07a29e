"""`motcua plan read FILE --json`: a planning document as tasks, targets and duties."""

import argparse
import json
import sys
from pathlib import Path

from motcua.doors.commands.arguments import reason

HELP = "Đọc một văn bản kế hoạch (.docx, .xlsx, .pdf, .html, .md, .txt) thành nhiệm vụ, chỉ tiêu và trách nhiệm thực hiện."
EXAMPLES = """Ví dụ:
  motcua plan read ke-hoach-2024.docx --json
  motcua plan read ke-hoach-2024.pdf --json   (cả bản quét, khi máy có Tesseract)
  motcua plan read ke-hoach-2024.txt          (bản tóm tắt để đọc)"""

_LARGEST = 64 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read and the form of the answer."""
    parser.add_argument("file", metavar="FILE", help="tệp văn bản kế hoạch")
    parser.add_argument("--json", action="store_true", help="in toàn bộ kết quả dạng JSON")


def run(options: argparse.Namespace) -> int:
    """Print the reading; 1 when the file cannot be read."""
    from motcua.plans.reading import UnreadableDocument, read_document

    path = Path(options.file)
    try:
        if path.stat().st_size > _LARGEST:
            print("Tệp lớn hơn 64 MB, không phải văn bản kế hoạch. Hãy chọn lại tệp.", file=sys.stderr)
            return 1
        data = path.read_bytes()
    except OSError as error:
        print(
            f"Không mở được tệp «{path}»: {reason(error)}. Hãy kiểm tra đường dẫn và quyền đọc.",
            file=sys.stderr,
        )
        return 1
    try:
        reading = read_document(data, path.name)
    except UnreadableDocument as refusal:
        print(f"«{path.name}»: {refusal.message}", file=sys.stderr)
        return 1
    answer = reading.as_json()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _summary(answer)
    return 0


def _summary(answer: dict[str, list[dict[str, object]]]) -> None:
    print(
        f"{len(answer['tasks'])} nhiệm vụ, {len(answer['targets'])} chỉ tiêu, {len(answer['duties'])} "
        f"trách nhiệm thực hiện"
    )
    for task in answer["tasks"]:
        print(
            f"  {task['section'] or ''} {task['number'] or ''}\t{str(task['title'])[:70]}\t{task['deadline_text'] or ''}"
        )
    for target in answer["targets"]:
        print(
            f"  {target['section'] or ''} {target['number'] or ''}\t{target['operator'] or '?'} "
            f"{target['value']} {target['unit'] or ''}"
        )
    for warning in answer["warnings"]:
        print(f"  ! {warning}", file=sys.stderr)
