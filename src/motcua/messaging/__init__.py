"""Telling people what concerns them: notices they can read after signing in, and letters that leave the house."""
