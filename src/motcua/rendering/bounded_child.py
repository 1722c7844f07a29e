"""The child of `bounded`: one wish from standard input, within the limits, one answer on standard output."""

import base64
import json
import os
import sys
from datetime import datetime
from typing import Any

from motcua.rendering.bounded import MEMORY_BYTES, TOO_MUCH, Fault, coded


def main() -> int:
    """Do one wish from standard input within the limits, and answer on standard output."""
    wish = json.loads(sys.stdin.buffer.read())
    _limit(int(wish["seconds"]))
    try:
        answer = _do(wish)
    except Fault as fault:
        answer = {"fault": fault.message, "place": fault.place}
    except MemoryError:
        answer = {"fault": TOO_MUCH}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit(seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def _do(wish: dict[str, Any]) -> dict[str, Any]:
    from motcua.rendering import docx_guard, own_template, pdf, read_docx

    source = base64.b64decode(wish.get("template") or wish["document"])
    try:
        docx_guard.check(source)
    except docx_guard.Unfit as unfit:
        raise Fault(str(unfit)) from unfit
    if "template" in wish:
        images = {
            name: (base64.b64decode(content), width) for name, (content, width) in wish["images"].items()
        }
        document = own_template.fill_checked(source, wish["values"], images, wish["known"])
    else:
        document = source
    made_at = datetime.fromtimestamp(wish["made_at"]).astimezone() if wish["made_at"] else None
    try:
        read = read_docx.resolve(document)
        drawn = pdf.draw_sheet(read.sheet, files=read.pictures, made_at=made_at)
    except (KeyError, ValueError, AttributeError, RuntimeError) as fault:
        raise Fault(
            "Văn bản mở được nhưng không in được thành PDF. Chép nội dung sang một tệp Word mới."
        ) from fault
    return {"docx": coded(document), "pdf": coded(drawn), "unread": read.unread}


if __name__ == "__main__":
    sys.exit(main())
