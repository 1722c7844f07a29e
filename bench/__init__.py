"""Benchmarks: `python -m bench [name …]`, each printing one JSON object a line. `QUICK=1`: all in two minutes."""
