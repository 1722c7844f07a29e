"""How often the fields of a noisy, tilted page are proposed rightly: fifty invented papers, letter by letter.

Not part of `make bench` by default and not of CI: it takes minutes and measures quality, not speed.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench import telling

_PAPERS = 10 if telling.QUICK else 50


def main() -> None:
    """Print, for each field, the share proposed exactly right, proposed wrongly, and not proposed."""
    from tests.forge import scans

    from motcua.integration.ocr_tesseract import TesseractRecogniser
    from motcua.storehouse.fields import propose

    told = [scans.told(seed) for seed in range(100, 100 + _PAPERS)]
    pages = [scans.scanned(scans.picture(scans.page(one), dpi=200), seed=n) for n, one in enumerate(told)]
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(scans.as_pdf(*pages))
        found = TesseractRecogniser(folder / "lock").recognise(folder / "a.pdf", folder=folder, seconds=3000)
    whole = 0
    for number, one in enumerate(told):
        said = {each.key: each.value for each in propose(word for word in found.words if word.page == number)}
        truth = one.truth()
        hits = {key for key, value in truth.items() if said.get(key, "") == value}
        right.update(hits)
        wrong.update(key for key in truth if key in said and key not in hits)
        whole += len(hits) == len(truth)
        for key in truth.keys() - hits:
            print(f"  {key}: «{truth[key]}» read «{said.get(key, '')}»", file=sys.stderr)
    for key in told[0].truth():
        telling.tell(f"field {key}, exactly right", right[key] / _PAPERS, "share")
        telling.tell(f"field {key}, proposed wrongly", wrong[key] / _PAPERS, "share")
    telling.tell("papers with every field right", whole / _PAPERS, "share")


if __name__ == "__main__":
    main()
