"""Tests of digitcam.video."""
