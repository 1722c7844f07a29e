"""What may happen to a dossier and what follows from it. Pure: no Django, no database.

`commands` say what somebody wants, `snapshot` how the dossier stands, `transitions` what is allowed,
`clocks` when it is due, `decide` brings them together into changes for `actions` to write.
"""
