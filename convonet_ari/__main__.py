"""`python -m convonet_ari` is the command `convonet`."""

from convonet_ari.cli import main

main()
