"""Tests of generated Kubernetes configuration."""
