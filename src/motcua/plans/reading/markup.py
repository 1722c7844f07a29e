"""Markdown and HTML remains inside a line of text: taken off, and named for the accounting."""

import html
import re

_KNOWN_TAG = re.compile(
    r"</?(?:p|b|i|u|br|em|strong|span|div|sup|sub|font|center|td|tr|th|table|tbody|thead|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAKING = re.compile(r"^</?(?:p|br|div|h[1-6])\b", re.IGNORECASE)
_PARTING = re.compile(r"^</?(?:td|th|tr|table|tbody|thead)\b", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]|<!--.*?-->")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_STARS = re.compile(r"(?<!\d)\*{1,3}|\*{1,3}(?!\d)")
_BULLET_STAR = re.compile(r"^(\s*)\*\s+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_UNDERLINES = re.compile(r"(?<!\w)__|__(?!\w)")


def clean(text: str, frames: dict[str, None]) -> str:
    """The words of a line without its markup; tags that part paragraphs become newlines.

    What was taken off and holds letters is added to `frames`, so that nothing disappears unseen.
    """
    if "<" in text or "[b" in text:
        text = _BOOKMARK.sub(lambda hit: _drop(hit.group(), frames, ""), text)
        text = _KNOWN_TAG.sub(lambda hit: _drop(hit.group(), frames, _instead_of(hit.group())), text)
    if "&" in text:
        text = html.unescape(text)
    if "*" in text:
        text = _STARS.sub("", _BULLET_STAR.sub(r"\1- ", text))
    if "#" in text:
        text = _HEADING.sub("", text)
    if "__" in text:
        text = _UNDERLINES.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return text.replace("\u00a0", " ").replace("\u200b", "")


def _instead_of(tag: str) -> str:
    if _BREAKING.match(tag):
        return "\n"
    return " " if _PARTING.match(tag) else ""


def without_stars(text: str) -> str:
    """The text without the stars that make words bold in Markdown."""
    return _STARS.sub("", text) if "*" in text else text


def _drop(tag: str, frames: dict[str, None], instead: str) -> str:
    frames[tag] = None
    return instead
