"""Views: questions asked of the graph, answered as diagram plans."""
