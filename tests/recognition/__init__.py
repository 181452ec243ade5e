"""Tests of digitcam.recognition."""
