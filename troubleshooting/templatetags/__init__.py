"""Filters of the public templates."""
