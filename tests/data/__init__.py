"""Tests of digitcam.data."""
