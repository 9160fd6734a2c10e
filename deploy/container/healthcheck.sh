#!/usr/bin/env bash
# Succeeds when GET /health/ready answers 200. The aspnet image has neither curl nor wget, so bash opens the socket itself.
# Usage: healthcheck.sh [port]
set -euo pipefail
port="${1:-${Management__Port:-${ASPNETCORE_HTTP_PORTS:-8080}}}"
exec 3<>"/dev/tcp/127.0.0.1/${port%%;*}"
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
