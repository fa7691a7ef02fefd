#!/bin/sh
# Test certificates. usage: make_certificates.sh FOLDER
# Two authorities; a server (127.0.0.1, localhost, api.test, far.test), one with only api.test, an expired one, one of the other
# authority, a proxy; the clients alice (RSA) and bob (Ed25519).
set -e
mkdir -p "$1"; cd "$1"
elliptic="ec -pkeyopt ec_paramgen_curve:prime256v1"

authority() { openssl req -x509 -newkey $elliptic -nodes -days 3650 -keyout $1.key -out $1.crt -subj "/CN=$1" 2>/dev/null; }

leaf() { # name authority names usage key days
  openssl req -newkey ${5:-$elliptic} -nodes -keyout $1.key -out $1.csr -subj "/CN=$1" 2>/dev/null
  printf "subjectAltName=$3\nextendedKeyUsage=$4\n" > $1.ext
  openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.key -CAcreateserial -days ${6:-3650} -out $1.crt -extfile $1.ext 2>/dev/null
}

authority ca; authority other-ca; authority proxy-ca
leaf server ca "IP:127.0.0.1,DNS:localhost,DNS:api.test,DNS:far.test" serverAuth
leaf named ca "DNS:api.test" serverAuth
leaf expired ca "IP:127.0.0.1" serverAuth "$elliptic" -1
leaf stranger other-ca "IP:127.0.0.1,DNS:localhost" serverAuth
leaf proxy proxy-ca "IP:127.0.0.1,DNS:localhost" serverAuth
leaf alice ca "DNS:alice" clientAuth "rsa:2048"
leaf bob ca "DNS:bob" clientAuth "ed25519"
