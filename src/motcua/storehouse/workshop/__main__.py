"""The called side: limits first, then the task, then one line of JSON."""

import importlib
import json
import resource
import sys

from motcua.kernel.refusals import Refused
from motcua.storehouse.workshop.bounded import MARK


def main() -> int:
    """`python -m motcua.storehouse.workshop package.module:function MEGABYTES`, request on standard input."""
    task, megabytes = sys.argv[1], int(sys.argv[2])
    most = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, function = task.partition(":")
    request = json.load(sys.stdin)
    try:
        answer = getattr(importlib.import_module(module), function)(request)
    except Refused as refused:
        answer = {"refused": refused.message, "code": refused.code}
    except MemoryError:
        answer = {"refused": "memory", "code": "too_big"}
    except Exception as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        answer = {"refused": "broken", "code": "broken"}
    sys.stdout.write(MARK + json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
