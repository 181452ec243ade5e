"""Tests of digitcam.evaluate."""
