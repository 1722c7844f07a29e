"""Columns with a rule of their own: sealed text, blind index, folded text, order keys."""

from typing import TYPE_CHECKING, Any

from django.db import models

from motcua.datastore import sealing
from motcua.kernel.text import fold, person_sort_key, sort_key

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
    _Char = models.CharField[str, str]
else:
    _Text = models.TextField
    _Char = models.CharField


class SealedTextField(_Text):
    """Personal data: plain in Python, sealed in the database. Cannot be filtered on; use a BlindIndexField."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> str:
        return sealing.unseal(value or "")

    def get_prep_value(self, value: Any) -> str:
        return sealing.seal(str(value or ""))

    def get_lookup(self, lookup_name: str) -> Any:
        raise TypeError(
            f"{self.name} là dữ liệu niêm phong: tìm bằng cột chỉ mục mù, không bằng {lookup_name}"
        )


class DerivedField(_Char):
    """A column computed from another field of the same row whenever the row is saved.

    With `null=True` nothing is stored for an empty one: an index may then hold only rows that have something.
    """

    length = 255

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", self.length)
        kwargs.setdefault("editable", False)
        if not kwargs.get("null"):
            kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        return name, path, args, kwargs

    def derive(self, value: str) -> str:
        raise NotImplementedError

    def of(self, value: Any) -> str | None:
        """What is stored for a value of the source."""
        derived = self.derive(str(value or ""))[: self.max_length]
        return None if self.null and not derived else derived

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.of(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value


class BlindIndexField(DerivedField):
    """The blind index of a sealed field: `Model.objects.filter(identity_blind=sealing.blind(number))`."""

    length = 64

    def derive(self, value: str) -> str:
        return sealing.blind(value)


class FoldedField(DerivedField):
    """Lower case, no diacritics: what a search compares."""

    length = 1000

    def derive(self, value: str) -> str:
        return fold(value)[: self.max_length]


class SortKeyField(DerivedField):
    """Vietnamese dictionary order in plain byte order; `person=True` puts the given name first."""

    length = 1000

    def __init__(self, *args: Any, person: bool = False, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["person"] = self.person
        return name, path, args, kwargs

    def derive(self, value: str) -> str:
        return (person_sort_key(value) if self.person else sort_key(value))[: self.max_length]


def with_derived(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Column values for an update, with the columns derived from them: `update()` calls no `pre_save`."""
    derived = {
        field.attname: field.of(values[field.source])
        for field in model._meta.get_fields()
        if isinstance(field, DerivedField) and field.source in values
    }
    return values | derived
