"""The outside world: files, git, Graphviz. Only `lsparch.api` and `lsparch.cli` reach it."""
