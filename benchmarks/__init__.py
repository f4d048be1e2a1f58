"""Measurements: a corpus of any size, made and not collected, and what a build of it costs."""
