"""The life of a dossier (hồ sơ), from filing to hand-over."""
