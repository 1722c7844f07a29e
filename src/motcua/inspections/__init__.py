"""Checking how procedures are settled: the register of violations with the measure taken on each."""
