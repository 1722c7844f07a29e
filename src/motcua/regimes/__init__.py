"""The law by day: rules, forms, codes, clocks, thresholds and settings as dated data."""
