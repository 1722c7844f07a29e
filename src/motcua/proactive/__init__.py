"""Proactive services (NĐ 224/2026 Điều 16): what a person will need soon is found, told once, prepared, filed on a word."""
