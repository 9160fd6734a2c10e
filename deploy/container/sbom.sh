#!/usr/bin/env bash
# Writes what the service is made of as a CycloneDX document: every package of its lock file with version, hash and licence.
# Usage: deploy/container/sbom.sh FOLDER     → FOLDER/sbom.json; anywhere below the sources, which must be restored
set -euo pipefail
to=$(realpath "$1")
cd "$(dirname "$0")/../.."
dotnet tool restore
version=$(dotnet msbuild src/GradCamService/GradCamService.csproj -getProperty:Version)
# No serial number: the same sources give the same document but for its time.
dotnet CycloneDX src/GradCamService/GradCamService.csproj --disable-package-restore --no-serial-number --exclude-dev --set-version "$version" \
  --output-format Json --output "$to" --filename sbom.json
