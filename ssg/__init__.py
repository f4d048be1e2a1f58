"""Standfirst: a static site generator for editorial news blogs."""

__version__ = "0.1.0"
