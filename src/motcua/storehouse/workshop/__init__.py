"""Work on files from outside, done in a short-lived process with bounded time and memory.

`bounded` is the calling side. The tasks import neither Django nor the rest of the house: a file that
breaks a library ends its own process and nothing else.
"""

SEPARATOR = "MOTCUA:TACH"
"""What the code on a separator sheet says."""
