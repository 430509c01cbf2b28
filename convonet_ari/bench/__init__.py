"""`convonet bench`: what a caller's ear measures, in one run on one machine."""
