#!/usr/bin/env bash
# Installs the Debian packages of debian.txt when it may; else says in one line a package what is missing and what that costs.
set -u
cd "$(dirname "$0")" || exit 1
missing=()
while IFS=$'\t' read -r package _ loss; do
  case "$package" in ''|'#'*) continue ;; esac
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package"$'\t'"$loss")
done < debian.txt
[ ${#missing[@]} -eq 0 ] && exit 0
names=("${missing[@]%%$'\t'*}")
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian packages: ${names[*]}"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${names[@]}"; } >"$log" 2>&1 && { rm -f "$log"; exit 0; }
  echo "apt-get could not install them (log: $log); going on without:"
fi
for entry in "${missing[@]}"; do
  echo "MISSING ${entry%%$'\t'*}: ${entry#*$'\t'} (apt-get install ${entry%%$'\t'*})"
done
exit 0
