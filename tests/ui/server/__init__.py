"""Tests of digitcam.ui.server."""
