"""The plug board: settings, addresses, and which adapter serves which port."""
