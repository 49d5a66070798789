"""The viewer in a real Chromium."""
