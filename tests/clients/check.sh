#!/usr/bin/env bash
# Lints docs/openapi.json, and lets three generators write clients of it, which are compiled and ask the service as it was built.
# Usage: tests/clients/check.sh     after dotnet build; exits non-zero when a check failed. Takes two minutes the first time; fetches from npm and NuGet only.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 KIOTA_CLI_TELEMETRY_OPTOUT=1 KIOTA_OFFLINE_ENABLED=true KIOTA_TUTORIAL_ENABLED=false
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true MSBUILDDISABLENODEREUSE=1
root=../.. document=../../docs/openapi.json
model=efficientnet-lite0
photo=$root/tests/GradCamService.Explain.Tests/Data/Images/chelsea.png
work=$(mktemp -d)
service=
cleanup() { [ -z "$service" ] || { kill "$service" && wait "$service"; } 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
failed=0
report() { if "${@:2}" >"$work/said" 2>&1; then echo "  ok   $1"; else echo "  FAIL $1"; tail -n 40 "$work/said"; failed=1; return 1; fi; }
skip() { echo "  skipped: $1"; }

# --- What is needed -----------------------------------------------------------------------------------------------------------
npm="npm install --prefix tests/clients --no-package-lock"
if command -v npm >/dev/null; then npm install --silent --no-package-lock --no-audit --no-fund --ignore-scripts || true; fi
has_node() {
  node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && for package in @redocly/cli @stoplight/spectral-cli openapi-typescript; do
    [ -d "node_modules/$package" ] || return 1
  done
}
dotnet tool restore >"$work/tools" 2>&1 || cat "$work/tools"
has_tool() { dotnet tool list --local | grep -q "^$1 " && dotnet "$2" "$3" >/dev/null 2>&1; }

echo "document"
if has_node; then
  report "lints clean with Redocly's recommended rules" node_modules/.bin/redocly lint --config redocly.yaml --max-problems 1000 "$document" || true
  report "lints clean with Spectral's recommended rules" node_modules/.bin/spectral lint --ruleset spectral.yaml --fail-severity hint "$document" || true
else
  skip "linting (needs Node.js 20 and: $npm)"
fi

# --- The service, as it was built ---------------------------------------------------------------------------------------------
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
Models__Bundled__0=$model Jobs__Directory="$work/jobs" "$root/src/GradCamService/bin/Debug/net10.0/GradCamService" --urls "$url" >"$work/log" 2>&1 &
service=$!
reached() { curl -sf -o "$work/body" --max-time 2 "$url/health/ready"; }
# As long as it takes on a machine that does something else at the same time, unless it has ended.
for _ in $(seq 600); do if reached || ! kill -0 "$service"; then break; fi; sleep 0.2; done
reached || { echo "  FAIL the service does not come to answer"; cat "$work/log"; exit 1; }

# --- Clients ------------------------------------------------------------------------------------------------------------------
ask() { "$@" "$url" "$photo" || failed=1; }
csharp() { # name, the command that generates into generated/
  rm -rf "$1/generated"
  report "is generated" "${@:2}" && report "compiles" dotnet build "$1" -v q -clp:NoSummary || return 0
  ask dotnet "$1/bin/Debug/net10.0/$(basename "$1"/*.csproj .csproj).dll"
}

echo "NSwag"
if has_tool nswag.consolecore nswag version; then
  mkdir -p nswag/generated
  csharp nswag dotnet nswag openapi2csclient "/input:$document" /output:nswag/generated/Client.cs /namespace:GradCam /className:GradCamClient \
    /jsonLibrary:SystemTextJson /generateNullableReferenceTypes:true /generateOptionalParameters:true
else
  skip "NSwag's client (needs: cd tests/clients && dotnet tool restore)"
fi

echo "Kiota"
if has_tool microsoft.openapi.kiota kiota --version; then
  csharp kiota dotnet kiota generate --language CSharp --openapi "$document" --class-name GradCamClient --namespace-name GradCam --output kiota/generated
else
  skip "Kiota's client (needs: cd tests/clients && dotnet tool restore)"
fi

echo "TypeScript"
if has_node; then
  rm -rf typescript/generated
  report "is generated" node_modules/.bin/openapi-typescript "$document" --output typescript/generated/api.ts \
    && report "compiles" node_modules/.bin/tsc --project typescript && ask node typescript/generated/out/main.js
else
  skip "the client in TypeScript (needs Node.js 20 and: $npm)"
fi

[ "$failed" = 0 ] && echo "clients: every check passed" || { echo "clients: some checks FAILED"; exit 1; }
