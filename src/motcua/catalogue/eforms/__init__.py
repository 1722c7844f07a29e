"""Electronic forms (tờ khai): what is asked, when, and whether the answers are right. Pure but for `stored`.

A form is kept as a JSON Schema with our own marks (`x-…`), so that any validator reads it; `definition` is the
same as values, `validating` judges answers, `filling` prefills and carries answers over to a newer form.
"""
