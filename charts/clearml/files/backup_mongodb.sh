#!/bin/sh
# First step of a backup: dumps MongoDB's databases. Runs in the MongoDB image, which has mongodump.
#   BACKUP_ROOT, HOSTNAME                    the work folder is $BACKUP_ROOT/partial-$HOSTNAME
#   MONGODB_BACKEND_URL, MONGODB_AUTH_URL    connection strings that name the database
set -eu
umask 027
folder=$BACKUP_ROOT/partial-$HOSTNAME/mongodb
mkdir -p "$folder"
config=$(mktemp)
trap 'rm -f "$config"' EXIT

dump() { # name, connection string, which goes through a file and not through the process list
    url=${2#\"}
    printf 'uri: "%s"\n' "${url%\"}" >"$config"
    echo "dumping the database $1"
    mongodump --config="$config" --archive="$folder/$1.archive.gz" --gzip
    [ -s "$folder/$1.archive.gz" ] || { echo "mongodump wrote nothing for $1" >&2; exit 1; }
}

dump backend "$MONGODB_BACKEND_URL"
dump auth "$MONGODB_AUTH_URL"
