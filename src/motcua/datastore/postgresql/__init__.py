"""PostgreSQL as Django knows it, but for how a kept connection is looked at before a request uses it."""
