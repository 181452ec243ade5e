"""Tests of digitcam.networks."""
