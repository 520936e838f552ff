"""What happens to handed-out work by itself as time passes: items come back, answers are accepted."""
