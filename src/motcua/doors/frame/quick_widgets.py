"""The plainest form widgets drawn without templates: the filters above a list alone hold a hundred options.

What is drawn equals Django's own templates but for line breaks between tags (`tests/frame/test_quick_widgets.py`).
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from django import forms
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_HERE: Final = "django/forms/widgets/"
_INPUTS: Final = (
    "input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file", "checkbox",
    "search", "tel",
)  # fmt: skip


def _text(value: Any) -> str:
    if value.__class__ is str:
        return escape(value)  # what Django's ends in, without asking each time whether it is a text of later
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return (
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'
    )


def _option(widget: Mapping[str, Any]) -> str:
    return f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{_text(widget["label"])}</option>'


def _select(widget: Mapping[str, Any]) -> str:
    drawn = [f'<select name="{_text(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            drawn.append(f'<optgroup label="{_text(group)}">')
        drawn += [_option(option) for option in options]
        if group:
            drawn.append("</optgroup>")
    return "".join([*drawn, "</select>"])


class PlainSelect(forms.Select):
    """A select of many plain choices, without a dictionary for each: for filters above every page of a part.

    Its HTML is that of any select.
    """

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The select with its options; of several with the value chosen the first is marked."""
        marks = self.build_attrs(self.attrs, dict(attrs or {}))
        drawn = [f'<select name="{_text(name)}"{_attributes({"attrs": marks})}>']
        left = set(self.format_value(value))
        for key, label in self.choices:
            if isinstance(label, (list, tuple)):
                drawn.append(f'<optgroup label="{_text(key)}">')
                drawn += [_plain_option(one, words, left) for one, words in label]
                drawn.append("</optgroup>")
            else:
                drawn.append(_plain_option(key, label, left))
        return mark_safe("".join([*drawn, "</select>"]))  # noqa: S308 - escaped piece by piece


def _plain_option(value: Any, label: Any, left: set[str]) -> str:
    key = "" if value is None else str(value)
    selected = " selected" if key in left else ""
    left.discard(key)
    return f'<option value="{_text(key)}"{selected}>{_text(label)}</option>'


def _textarea(widget: Mapping[str, Any]) -> str:
    written = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{written}</textarea>'


def _choices(widget: Mapping[str, Any], *, boxed: bool) -> str:
    """One of a few or some of a few, each a whole line to press (`forms.Radios`, `forms.Checkboxes`)."""
    key = widget["attrs"].get("id")
    named = f' id="{_text(key)}"' if key else ""
    drawn = [f'<ul class="choices{" boxed" if boxed else ""}"{named}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            drawn.append(f'<li class="strong">{_text(group)}</li>')
        for option in options:
            own = option["attrs"].get("id")
            target = f' for="{_text(own)}"' if own else ""
            drawn.append(
                f"<li><label{target}>{_input(option)}<span>{_text(option['label'])}</span></label></li>"
            )
    return "\n".join([*drawn, "</ul>"])


_CHOICES: Final = "frame/widgets/choices.html"
_DRAWN: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    f"{_HERE}select.html": _select,
    f"{_HERE}textarea.html": _textarea,
    **{f"{_HERE}{name}.html": _input for name in _INPUTS},
}


def drawn(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """A widget's HTML, every text in it escaped; None for a template that is not among the plain ones."""
    if template_name == _CHOICES:
        return mark_safe(_choices(context["widget"], boxed=bool(context.get("boxed"))))  # noqa: S308 - escaped
    draw = _DRAWN.get(template_name)
    return None if draw is None else mark_safe(draw(context["widget"]))  # noqa: S308 - escaped piece by piece
