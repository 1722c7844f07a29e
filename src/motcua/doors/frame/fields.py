"""A field of a form with label, hint and errors, tied together for screen readers; drawn without a template.

A page of a form has a dozen of them, and as many of a hundred small template nodes were most of its time.
"""

from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape as _e
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def field_html(bound: BoundField) -> SafeString:
    """One field in its `<div class="field">`."""
    wrong = " wrong" if bound.errors else ""
    return mark_safe(f'<div class="field{wrong}">\n{_inside(bound)}\n</div>')  # noqa: S308 - escaped piece by piece


def fields_html(form: BaseForm) -> SafeString:
    """The visible fields of a form one below the other, then the hidden ones."""
    drawn = [field_html(bound) for bound in form.visible_fields()]
    return mark_safe("\n".join([*drawn, *map(str, form.hidden_fields())]))  # noqa: S308 - each is escaped


def filter_html(bound: BoundField) -> SafeString:
    """A field of the filters above a list: a label and the field, no hint; errors stand between."""
    target = f'for="{_e(bound.id_for_label)}"'
    if getattr(bound.field.widget, "input_type", None) == "checkbox":
        inside = f'<label class="choice" {target}>{bound}<span>{_e(bound.label)}</span></label>'
        return mark_safe(f'<div class="field">{inside}</div>')  # noqa: S308 - escaped piece by piece
    told = "".join(f'<p class="error">{_e(str(error))}</p>' for error in bound.errors)
    wrong = " wrong" if told else ""
    inside = f"<label {target}>{_e(bound.label)}</label>{told}{bound}"
    return mark_safe(f'<div class="field{wrong}">{inside}</div>')  # noqa: S308 - escaped piece by piece


def _inside(bound: BoundField) -> str:
    if bound.use_fieldset:
        described = f' aria-describedby="{_e(bound.aria_describedby)}"' if bound.aria_describedby else ""
        return (
            f'<fieldset id="{_e(bound.auto_id)}_group"{described}>\n'
            f"<legend>{_label(bound)}</legend>\n{_hint(bound)}{_errors(bound)}{bound}\n</fieldset>"
        )
    target = f'for="{_e(bound.id_for_label)}"'
    if getattr(bound.field.widget, "input_type", None) == "checkbox":
        return (
            f'{_errors(bound)}<label class="choice" {target}>{bound}<span>{_e(bound.label)}</span></label>\n'
            f"{_hint(bound)}"
        )
    return f"<label {target}>{_label(bound)}</label>\n{_hint(bound)}{_errors(bound)}{bound}"


def _label(bound: BoundField) -> str:
    if bound.field.required:
        return _e(bound.label)
    return f'{_e(bound.label)} <span class="optional">({_e(_("không bắt buộc"))})</span>'


def _hint(bound: BoundField) -> str:
    if not bound.help_text:
        return ""
    return f'<p class="hint" id="{_e(bound.auto_id)}_helptext">{_e(bound.help_text)}</p>\n'


def _errors(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    told = "".join(f'<p class="error">{_e(str(error))}</p>' for error in bound.errors)
    return f'<div id="{_e(bound.auto_id)}_error">{told}</div>\n'
