"""The attribution model: how a text becomes numbers, and how the numbers become spans. Never torch."""
