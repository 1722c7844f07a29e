"""Which papers of a dossier an electronic form stands for. Pure."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from motcua.catalogue.eforms.definition import Form
from motcua.kernel.text import fold, squeeze


class Part(Protocol):
    """A component of the dossier, as far as this rule looks at it."""

    pk: int
    name: str
    form_code: str
    alternative_group: str


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """Names of papers in the catalogue: asked at every page of a filing."""
    return fold(name)


def answered_by(form: Form | None, components: Iterable[Part]) -> set[int]:
    """The components that need not be handed in because the form is answered; none without a form.

    Those the form names, and the others of a group of which one is enough. A form that names none stands for the
    papers that have a form of their own (`form_code`), as every form did before it could name them.
    """
    if form is None:
        return set()
    parts = list(components)
    named = {_folded(squeeze(name)) for name in form.stands_for}
    own = [each for each in parts if (_folded(each.name) in named if named else each.form_code)]
    groups = {each.alternative_group for each in own if each.alternative_group}
    return {each.pk for each in own} | {each.pk for each in parts if each.alternative_group in groups}
