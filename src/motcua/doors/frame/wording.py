"""What lower floors say, in the language of the page: their sentences are Vietnamese and know no gettext."""

from django.utils.translation import gettext as _

from motcua.kernel.phrases import Phrase


def said(words: str) -> str:
    """A sentence of a refusal in the language of the page; as it stands where nobody translated it.

    Of a `Phrase` the pattern is translated, and the values that are words themselves.
    """
    if not isinstance(words, Phrase):
        return _(words) if words else ""
    values = {name: said(value) if isinstance(value, str) else value for name, value in words.values.items()}
    return _(words.pattern).format(**values)
