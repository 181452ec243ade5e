"""Tests of digitcam.commands."""
