"""Tests of digitcam.training."""
