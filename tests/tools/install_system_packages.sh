#!/bin/sh
# The system's packages that some tests want: Dovecot, the IMAP server. Installed where that is possible without asking
# (root, apt); elsewhere those tests are skipped and say why. Its service is not started.
command -v dovecot >/dev/null 2>&1 && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
echo "Installing dovecot-imapd for the tests …" >&2
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends dovecot-imapd; } >/dev/null 2>&1 ||
  echo "dovecot-imapd could not be installed; the tests of IMAP are skipped." >&2
