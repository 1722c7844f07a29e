"""Template tags of the lists of dossiers."""

from collections.abc import Collection, Iterable

from django import template
from django.utils.safestring import SafeString

from motcua.doors.staff.cells import table_rows
from motcua.doors.staff.due_words import Row

register = template.Library()


@register.simple_tag
def dossier_rows(rows: Iterable[Row], columns: str, in_place_of: Collection[int] = ()) -> SafeString:
    """The body of a table of dossiers: `{% dossier_rows rows "key procedure applicant state due holder" %}`."""
    return table_rows(rows, columns, in_place_of=in_place_of)
