"""Pages of what every case shares: documents, messages, letters, events, impartiality, notices."""
