"""Long checks that nothing is lost; see docs/reliability.md."""
