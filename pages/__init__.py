"""The documentation's parts that the program makes: transcripts, reference, drawings, pictures."""
