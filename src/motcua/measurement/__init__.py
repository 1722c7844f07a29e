"""Facts, roll-ups and scoring runs: every figure, counted from the dossiers."""
