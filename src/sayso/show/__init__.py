"""Readings for people and for programs: a value in, text out."""
