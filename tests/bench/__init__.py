"""Tests of digitcam.bench."""
