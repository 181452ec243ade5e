"""Tests of digitcam.model."""
