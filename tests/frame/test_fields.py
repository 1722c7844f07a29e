"""A field's label, hint and errors are tied together, and nothing typed becomes markup."""

from django import forms

from motcua.doors.frame.fields import field_html, fields_html, filter_html
from motcua.doors.frame.forms import Checkboxes, Radios

MARKUP = '<b onclick="x">'


class Asked(forms.Form):
    name = forms.CharField(label=MARKUP, help_text=MARKUP)
    words = forms.CharField(required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label=MARKUP)
    one = forms.ChoiceField(choices=[("x", MARKUP), (MARKUP, "Y")], widget=Radios(boxed=True), required=False)
    some = forms.MultipleChoiceField(choices=[("Nhóm", [("x", "X")]), ("y", MARKUP)], widget=Checkboxes())
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def test_label_hint_and_error_belong_to_the_field():
    form = Asked({"name": ""})
    html = field_html(form["name"])
    assert html.startswith('<div class="field wrong">')
    assert '<label for="id_name">' in html
    assert '<p class="hint" id="id_name_helptext">' in html
    assert '<div id="id_name_error"><p class="error">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_group_is_a_fieldset_whose_legend_names_it():
    html = field_html(Asked()["one"])
    assert '<fieldset id="id_one_group">' in html
    assert 'One <span class="optional">(không bắt buộc)</span></legend>' in html
    assert '<ul class="choices boxed" id="id_one">' in html
    assert '<li class="strong">Nhóm</li>' in field_html(Asked()["some"])


def test_a_single_box_stands_before_its_words():
    html = field_html(Asked()["sure"])
    assert '<label class="choice" for="id_sure"><input type="checkbox"' in html


def test_what_is_typed_or_named_is_never_markup():
    typed = {"name": MARKUP, "words": f"</textarea>{MARKUP}", "one": MARKUP, "some": [MARKUP], "kept": MARKUP}
    for form in (Asked(typed), Asked(initial=typed)):
        html = fields_html(form)
        assert MARKUP not in html
        assert html.count("</textarea>") == 1
    assert 'type="hidden" name="kept"' in html


def test_a_filter_is_a_label_and_its_field():
    form = Asked({"name": ""})
    told = str(form.errors["name"][0])
    assert filter_html(form["name"]) == (
        '<div class="field wrong"><label for="id_name">&lt;b onclick=&quot;x&quot;&gt;</label>'
        f'<p class="error">{told}</p>{form["name"]}</div>'
    )
    assert filter_html(form["sure"]).startswith(
        '<div class="field"><label class="choice" for="id_sure"><input'
    )
    assert MARKUP not in filter_html(form["sure"])
