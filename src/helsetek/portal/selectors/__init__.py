"""What the public pages are drawn from: reads over all rooms."""
