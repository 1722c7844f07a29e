"""What the patterns of a deadline's words are built of: read by both parts of the lexicon."""

import re

END = r"(?![a-zA-Z0-9])"
ROMAN = r"(?:[il1]v|[il]{1,3}|[il1]{2,3}|vi{0,3})"  # scanners write l and 1 for I


def rx(pattern: str) -> re.Pattern[str]:
    """A pattern in which a blank stands for any white space; it ends with a word."""
    return re.compile(pattern.replace(" ?", r"\s*").replace(" ", r"\s+") + END)
