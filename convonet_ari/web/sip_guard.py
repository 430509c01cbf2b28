"""What a browser on the page may say to Asterisk: one call of its own endpoint, and nothing else."""

from __future__ import annotations

import re

METHODS = frozenset({"INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "INFO"})
LARGEST = 32_768
REQUEST = re.compile(r"([A-Z]+) sips?:\S+ SIP/2\.0")
# Nothing but the address: a name before it could hold another one.
FROM = re.compile(r"(?:from|f)[ \t]*:[ \t]*<sips?:([^@>;\s]+)@[^<>\s]*>(?:;[^<>]*)?", re.IGNORECASE)
FROM_LINE = re.compile(r"(?:from|f)[ \t]*:", re.IGNORECASE)
USERNAME = re.compile(r"username[ \t]*=[ \t]*\"([^\"]*)\"", re.IGNORECASE)
AUTHORIZATION = re.compile(r"(?:proxy-)?authorization[ \t]*:", re.IGNORECASE)
# Taking over another's dialog, or sending the caller elsewhere.
FOREIGN = re.compile(r"(?:replaces|join|refer-to|r)[ \t]*:", re.IGNORECASE)


def is_permitted(message: str, user: str) -> bool:
    """Whether this message goes on to Asterisk; `user` is the only one who may speak."""
    if not message.strip("\r\n"):
        return True
    head = message.partition("\r\n\r\n")[0]
    # A folded line, or one that ends in half a line break, could hide a header from these checks.
    if re.search(r"\r\n[ \t]|\r(?!\n)|(?<!\r)\n", head):
        return False
    first, *lines = head.split("\r\n")
    if first.startswith("SIP/2.0 "):
        return True
    request = REQUEST.fullmatch(first)
    return request is not None and request[1] in METHODS and all(_fits(line, user) for line in lines)


def _fits(line: str, user: str) -> bool:
    if FROM_LINE.match(line):
        found = FROM.fullmatch(line)
        return found is not None and found[1] == user
    if AUTHORIZATION.match(line):
        return USERNAME.findall(line) == [user] and len(re.findall("username", line, re.IGNORECASE)) == 1
    return not FOREIGN.match(line)
