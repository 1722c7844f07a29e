"""Signatures in PDF documents (PAdES) with pyHanko: making them with keys in files, on tokens and at services,
and checking those of any document in a process of its own."""
