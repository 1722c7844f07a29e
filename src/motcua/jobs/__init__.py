"""Durable background work with lease, attempts and progress, and timers."""
