"""Procedures (thủ tục hành chính), their versions, parts and internal processes."""
