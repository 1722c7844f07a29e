"""Choosing the agency a dossier goes to: one that ended while the page was open is named with its successors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.queries import heirs_of


class AgencyChoice(forms.TypedChoiceField):
    """Raises ValidationError in words for an agency that is not offered any more."""

    def validate(self, value: Any) -> None:
        """Required and offered; an ended agency is refused with those its work passed to."""
        try:
            super().validate(value)
        except ValidationError as wrong:
            if wrong.code != "invalid_choice":
                raise
            raise ValidationError(_not_offered(str(value)), code="invalid_choice") from wrong


def _not_offered(key: str) -> str:
    sent = Agency.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    if sent is None or sent.valid_to is None or sent.valid_to >= clock.today():
        return "Không chuyển được đến cơ quan này. Chọn một cơ quan trong danh sách."
    ended = f"{sent.name} đã kết thúc hoạt động ngày {sent.valid_to:%d/%m/%Y}"
    heirs = ", ".join(each.name for each in heirs_of(sent))
    return f"{ended}; chọn cơ quan kế tục: {heirs}." if heirs else f"{ended}. Chọn cơ quan khác."
