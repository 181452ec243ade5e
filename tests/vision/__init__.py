"""Tests of digitcam.vision."""
