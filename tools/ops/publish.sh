#!/bin/sh
# Refresh, build, audit and send, on a machine of one's own: what publish.yml does at a forge. For cron, a timer
# of systemd, a container.
#
#     tools/ops/publish.sh /srv/www/blog/            or any place that rsync knows: you@host:/srv/www/blog/
#
# If the refresh fails, the site is still built from the stored entries and sent, and the exit code is 1, so
# that cron reports it. If the build or the audit fails, nothing is sent. A text with an error does not stop the
# site: the build names it at its end. Hubs are told last (WEBSUB_HUBS); a failure of theirs fails nothing.

if [ $# -ne 1 ]; then
    echo "Name the place where the site goes: $0 /srv/www/blog/" >&2
    exit 2
fi
cd "$(dirname "$0")/../.." || exit 1

refreshed=0
make --silent refresh || refreshed=1
.venv/bin/python -m frontdesk build publishconf.py || exit 1
.venv/bin/python -m frontdesk audit output || exit 1
# All files change places at the end; what is gone is taken away after that.
rsync --archive --delete-delay --delay-updates output/ "$1" || exit 1
# The site is published, whatever becomes of this; what a hub did not take waits for the next run.
# shellcheck disable=SC2086 # several flags, or none
.venv/bin/python -m partner_blogs ping ${PING_FLAGS:-} || echo "The hubs were not told." >&2
if [ $refreshed -ne 0 ]; then
    echo "The refresh failed; the site was built from what was stored before." >&2
fi
exit $refreshed
