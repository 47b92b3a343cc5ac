"""Corpora into Parquet: read by many workers, begun again where it was left, in constant memory.

Nothing is imported here: a process that only reads (`child`) does without Arrow.
"""
