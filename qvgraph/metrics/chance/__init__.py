"""Networks by chance, and what they let expect."""
