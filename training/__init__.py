"""How the shipped model is made: torch and data preparation. Nothing of this is needed at run time."""
