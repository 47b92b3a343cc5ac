"""Scores, and what changed between two versions."""
