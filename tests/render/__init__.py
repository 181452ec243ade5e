"""Tests of digitcam.render."""
