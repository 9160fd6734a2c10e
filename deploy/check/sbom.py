"""Compares a CycloneDX document with the lock file that restore obeyed. Usage: sbom.py SBOM LOCK"""
import json
import sys

# Analyzers and code generators: part of the build, not of the program.
BUILD_ONLY = {"Microsoft.CodeAnalysis.BannedApiAnalyzers", "Grpc.Tools"}

sbom, lock = (json.load(open(path, encoding="utf-8-sig")) for path in sys.argv[1:])
told = {(part["name"], part["version"]) for part in sbom["components"] if part.get("purl", "").startswith("pkg:nuget/")}
locked = {(name, package["resolved"]) for name, package in lock["dependencies"]["net10.0"].items()
          if package["type"] != "Project" and name not in BUILD_ONLY}
assert locked, "the lock file names no package"
assert locked <= told, f"missing: {sorted(locked - told)}"
assert all(part.get("hashes") for part in sbom["components"] if part["purl"].startswith("pkg:nuget/")), "a package without a hash"
print(f"{len(locked)} packages")
