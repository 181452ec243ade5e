"""Measures speed: what we add to what the video codec takes anyway, and how that compares with what we want."""
