"""What a requester's model thinks of an item, shown beside it as a suggestion; it is nobody's answer."""
