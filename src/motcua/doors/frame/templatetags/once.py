"""`{% load once %}`: a part of a page that is the same on thousands of pages is drawn once a process.

    {% once place agency_name %}<p>{{ agency_name }}</p>…{% endonce %}

Everything that the part shows must be named after `once`; the language is always part of it. A value without a hash has
the part drawn each time. Nothing of one person may
stand in such a part: no name, no token, nothing of a session.
"""

from collections.abc import Iterable, Sequence

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_MOST = 256


class OnceNode(Node):
    """Keeps what it drew, by what it was drawn from."""

    child_nodelists: Iterable[str] = ("nodelist",)

    def __init__(self, nodelist: NodeList, of: Sequence[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._of = of
        self._drawn: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """What was drawn before from the same values, else drawn now."""
        key = (get_language(), *(_plain(each.resolve(context, ignore_failures=True)) for each in self._of))
        try:
            found = self._drawn.get(key)
        except TypeError:  # a list, a dictionary: it may change, so it names nothing
            return self.nodelist.render(context)
        if found is None:
            if len(self._drawn) >= _MOST:
                self._drawn.clear()
            found = self._drawn[key] = self.nodelist.render(context)
        return found


def _plain(value: object) -> object:
    """What a lazy value stands for: it itself would keep the request alive that it was made in."""
    if isinstance(value, LazyObject):
        bool(value)  # asks for it
        return value._wrapped
    return value


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Draw once for each combination of the values named."""
    of = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, of)
