"""Tests of digitcam.ui.pages."""
