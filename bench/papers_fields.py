"""How often the fields of a noisy, tilted page are proposed rightly: fifty invented papers of five kinds, letter by letter.

Not part of `make bench` by default and not of CI: it takes minutes and measures quality, not speed. Names of the agencies
are known to the reader, as they are in a house: a misread mark in such a name is put right, nothing else is.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench import telling

_PAPERS = 10 if telling.QUICK else 50
_FIRST_SEED = 500  # other papers than those the rules were written with


def main() -> None:
    """Print, for each kind and each field, the share proposed exactly right, and the share proposed wrongly."""
    from tests.forge import kinds_of_papers, scans

    from motcua.integration.ocr_tesseract import TesseractRecogniser
    from motcua.storehouse.fields import Known, propose

    papers = [kinds_of_papers.paper(seed) for seed in range(_FIRST_SEED, _FIRST_SEED + _PAPERS)]
    pages = [
        scans.scanned(scans.picture(one.content, dpi=200), seed=number) for number, one in enumerate(papers)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(scans.as_pdf(*pages))
        found = TesseractRecogniser(folder / "lock").recognise(folder / "a.pdf", folder=folder, seconds=3000)
    known = Known(issuers=kinds_of_papers.AGENCIES)
    asked, right, wrong, whole = Counter[str](), Counter[str](), Counter[str](), 0
    for number, one in enumerate(papers):
        words = [word for word in found.words if word.page == number]
        said = {each.key: each.value for each in propose(words, known)}
        hits = {key for key, value in one.truth.items() if said.get(key, "") == value}
        for key in one.truth:
            for counted in (f"field {key}", f"kind {one.kind}", "all fields"):
                asked[counted] += 1
                right[counted] += key in hits
                wrong[counted] += key in said and key not in hits
        whole += len(hits) == len(one.truth)
        for key in one.truth.keys() - hits:
            print(f"  {one.kind}, {key}: «{one.truth[key]}» read «{said.get(key, '')}»", file=sys.stderr)
    for counted in asked:
        telling.tell(f"{counted}, exactly right", right[counted] / asked[counted], "share")
        telling.tell(f"{counted}, proposed wrongly", wrong[counted] / asked[counted], "share")
    telling.tell("papers with every field right", whole / _PAPERS, "share")


if __name__ == "__main__":
    main()
