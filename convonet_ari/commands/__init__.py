"""What an operator does at the command line beside serving calls: look at calls, users and the dialplan."""
