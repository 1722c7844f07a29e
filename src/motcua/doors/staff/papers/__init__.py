"""Pages about papers: digitising, signing, keys, checking signatures, results."""
