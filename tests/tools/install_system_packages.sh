#!/bin/sh
# The system's packages that some tests want: Dovecot, the IMAP server; an ffmpeg of the distribution's own beside the
# wheel's; mpv, a player that shows chapters; systemd-analyze, which judges unit files; gPodder, newsboat and podget,
# which subscribe to the feed; strace, which tells what is written and stops it anywhere. Installed where that is possible
# without asking (root, apt); elsewhere those tests are skipped and say why. No service is started.
missing=
command -v dovecot >/dev/null 2>&1 || missing="$missing dovecot-imapd"
command -v ffmpeg >/dev/null 2>&1 || missing="$missing ffmpeg"
command -v mpv >/dev/null 2>&1 || missing="$missing mpv"
command -v systemd-analyze >/dev/null 2>&1 || missing="$missing systemd"
command -v gpo >/dev/null 2>&1 || missing="$missing gpodder"
command -v newsboat >/dev/null 2>&1 || missing="$missing newsboat"
command -v podget >/dev/null 2>&1 || missing="$missing podget"
command -v strace >/dev/null 2>&1 || missing="$missing strace"
[ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
echo "Installing$missing for the tests …" >&2
apt-get update -qq >/dev/null 2>&1
for package in $missing; do
  apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
    echo "$package could not be installed; the tests that want it are skipped." >&2
done
