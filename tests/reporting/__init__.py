"""Tests of digitcam.reporting."""
