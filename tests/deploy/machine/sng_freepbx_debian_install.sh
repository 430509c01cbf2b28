#!/bin/bash
# Stands in for Sangoma's installer in the rehearsal: what set-up sees of FreePBX afterwards, and nothing else.
set -euo pipefail
[ "$*" = "--opensourceonly --skipversion --noaac" ] || { echo "asked with $*" >&2; exit 1; }
[ ! -e /rehearsal/installer-fails ] || { rm /rehearsal/installer-fails; echo "the mirror is away" >&2; exit 1; }
echo installed >>/rehearsal/installer-runs
getent passwd asterisk >/dev/null || useradd --system --home-dir /home/asterisk asterisk
install -d -o asterisk -g asterisk /etc/asterisk
echo '; an administrator wrote this' >/etc/asterisk/extensions_custom.conf
install -m 755 /rehearsal/asterisk /usr/sbin/asterisk
install -m 755 /rehearsal/fwconsole /usr/sbin/fwconsole
