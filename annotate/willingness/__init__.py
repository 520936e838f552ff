"""What hard content an annotator is willing to see."""
