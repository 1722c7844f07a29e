"""Forms that use the fields their class declares as they are: Django copies every field of a form for each request."""

from typing import TypeVar

from django import forms

Form = TypeVar("Form", bound=forms.Form)


class _Shared(dict[str, forms.Field]):
    """Declared fields; what a form gets instead of a deep copy is a dictionary of its own with the same fields."""

    def __deepcopy__(self, memo: dict[int, object]) -> dict[str, forms.Field]:
        return dict(self)


def shares_fields(form: type[Form]) -> type[Form]:
    """Decorates a form of many fields that is sent often. It may add and leave out fields; a field it means to alter it
    replaces by a copy first: others show the same one at the same moment. No `ClearableFileInput`, which notes what came.
    """
    form.base_fields = _Shared(form.base_fields)
    return form
