#!/usr/bin/env bash
# Make the secrets that docker-compose.yml mounts; those that exist stay as they are. Usage: deploy/secrets.sh [FOLDER]
# Containers run as other users, so the files are open to all and the folder is closed.
set -euo pipefail
folder=${1:-$(dirname "$0")/../secrets}
mkdir -p "$folder" && chmod 700 "$folder" && cd "$folder"
make() { # NAME VALUE
  [ -e "$1" ] || { printf '%s\n' "$2" > "$1" && chmod 644 "$1" && echo "made $PWD/$1"; }
}
for name in push_token desk_read_token desk_write_token postgres_password; do make "$name" "$(openssl rand -hex 24)"; done
make desk_store "postgresql://claimwire:$(cat postgres_password)@postgres/claimwire"
