#!/bin/sh
# A step of a restore: replaces the collections of MongoDB's databases by those of the backup. Runs in the MongoDB
# image, which has mongorestore.
#   BACKUP_ROOT, WORK                        $WORK/name holds the name of the verified backup
#   MONGODB_BACKEND_URL, MONGODB_AUTH_URL    connection strings that name the database
set -eu
folder=$BACKUP_ROOT/$(cat "$WORK/name")/mongodb
if [ ! -d "$folder" ]; then
    echo "the backup has no MongoDB part"
    exit 0
fi
config=$(mktemp)
trap 'rm -f "$config"' EXIT

restore() { # name, connection string, which goes through a file and not through the process list
    url=${2#\"}
    printf 'uri: "%s"\n' "${url%\"}" >"$config"
    echo "restoring the database $1"
    mongorestore --config="$config" --archive="$folder/$1.archive.gz" --gzip --drop
}

restore backend "$MONGODB_BACKEND_URL"
restore auth "$MONGODB_AUTH_URL"
