"""A form from its values to PDF/A against the bare typst compile of the same source: what words, codes and blocks cost."""

import os
import time
from collections.abc import Callable

import django

from bench import telling

_TIMES = 10 if telling.QUICK else 40


def main() -> None:
    """Print milliseconds a form, for the receipt with its codes, and for a volume of the register."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from motcua.dossiers.slips import A5, FormKind, as_pdf, printed
    from motcua.dossiers.slips.examples import example
    from motcua.dossiers.slips.layouts import layout
    from motcua.rendering import barcode, pdf, qr, sheet

    for kind in (FormKind.RECEIPT, FormKind.SUPPLEMENT, FormKind.CONTROL_SLIP):
        slip = example(kind, "2025")
        said = printed(slip)
        pictures = {"qr.svg": qr.svg(said.qr).encode(), "barcode.svg": barcode.svg(said.code).encode()}
        resolved = sheet.resolve(layout(kind, "2025", A5), {**said.texts, "barcode": True})
        base, ours = telling.in_turns(
            _timed(lambda it=resolved, with_=pictures: pdf.draw_sheet(it, files=with_)),
            _timed(lambda it=slip: as_pdf(printed(it))),
        )
        telling.compare(f"form {kind.value}", "ms", base, ours, "ratio <= 2")
        telling.tell(f"forms {kind.value} a second, one core", 1000 / sorted(ours)[len(ours) // 2], "1/s")


def _timed(deed: Callable[[], object]) -> Callable[[], float]:
    def once() -> float:
        start = time.perf_counter()
        for _ in range(_TIMES):
            deed()
        return 1000 * (time.perf_counter() - start) / _TIMES

    return once


if __name__ == "__main__":
    main()
