"""Values into text or bytes: nothing here opens a file."""
