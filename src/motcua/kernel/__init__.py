"""Plain Python that every floor stands on: clock, text, money, periods, identifiers. No Django."""
