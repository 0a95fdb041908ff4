"""Pages that look over all rooms."""
