"""People, businesses, sessions and how they sign in."""
