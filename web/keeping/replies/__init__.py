"""What programs were answered under a key of their own, for a day: the same request again gets the same answer."""
