"""The machine in the hall: a shell of large type around the public pages, forgetting each visitor after the other."""
