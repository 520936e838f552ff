"""What happens to the rows of a file between its bytes and its items: counted, told apart, their pictures kept."""
