"""How much people agree, question by question: what a requester reads before trusting or changing anything."""
