"""Data that comes with the project: MNIST, and sample pictures. Each has its notice.

Modules here may import ``digitcam.errors`` and nothing else of the package.
"""
