"""Measures the readers: what was shown, what they answered, and how that compares with what we want."""
