"""Filing online: one question a page, saved as one goes, checked at the end, sent once."""
