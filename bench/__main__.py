"""`python -m bench [name …]`: each benchmark in a process of its own, one after the other."""

import subprocess
import sys

NAMES = (
    "plan", "sample", "reception", "lists", "figure", "relay", "serving", "officers", "visitors", "slips", "papers", "engines",
    "search", "room",
)  # fmt: skip


def main() -> int:
    """0 when every benchmark ran to its end; a goal that is missed is for the reader to judge."""
    wanted = sys.argv[1:] or NAMES
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"Không có phép đo {', '.join(unknown)}. Có: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    return max(
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in wanted
    )


if __name__ == "__main__":
    sys.exit(main())
