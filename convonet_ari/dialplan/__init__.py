"""The Asterisk configuration that an administrator installs beside FreePBX's own."""
