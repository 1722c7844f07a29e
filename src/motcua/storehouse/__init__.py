"""Papers (giấy tờ): components and results, where they came from and where their bytes are."""
