"""Items whose answer is known, handed out among the others."""
