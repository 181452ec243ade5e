"""Tests of digitcam.training.render."""
