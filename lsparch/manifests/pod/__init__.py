"""Pod templates."""
