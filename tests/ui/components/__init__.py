"""Tests of digitcam.ui.components."""
