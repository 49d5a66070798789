"""Questions about the whole: requirements traced, elements explained."""
