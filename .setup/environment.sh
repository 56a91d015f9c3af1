#!/usr/bin/env bash
# Makes .venv from requirements.lock (hashes checked). Done again only when the lock or pyproject.toml changed.
set -euo pipefail
cd "$(dirname "$0")/.."
want=$(cat requirements.lock pyproject.toml .setup/environment.sh | sha256sum | cut -d' ' -f1)
[ "$(cat .venv/.made-from 2>/dev/null || true)" = "$want" ] && exit 0
python=""
for name in python3.11 python3.12 python3.13 python3; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
done
[ -n "$python" ] || { echo "Python 3.11 or later is needed."; exit 3; }
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null
  else
    echo "The Debian package python3-venv is missing: apt-get install python3-venv"; exit 3
  fi
fi
echo "Setting up .venv (once; a few minutes with downloads)"
rm -rf .venv
"$python" -m venv .venv
# uv installs the same lock ten times faster; pip does where uv has no wheel.
if .venv/bin/pip install -q --disable-pip-version-check 'uv==0.13.9' 2>/dev/null; then
  .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock
else
  .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
fi
.venv/bin/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$want" > .venv/.made-from
