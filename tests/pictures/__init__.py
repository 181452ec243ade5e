"""Tests of digitcam.pictures."""
