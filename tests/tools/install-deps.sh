#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Installs the Debian packages of packages.txt that are missing, and says which. Does nothing when all
# are there. Root, or sudo. usage: install-deps.sh [GROUP...] (beside build, libraries, target, run)
here=$(dirname "$0")
missing=
groups="build libraries target run $*"
for package in $(awk -v groups=" $groups " '$1 != "#" && index(groups, " " $1 " ") { $1 = ""; print }' \
    "$here/packages.txt"); do
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
        ii*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0
echo "adlc needs these Debian packages, which are not installed:$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "run as root: apt-get install$missing"; exit 1; }
    sudo=sudo
fi
echo "installing them with apt-get"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null || exit 1
# shellcheck disable=SC2086
exec $sudo apt-get install -q -y --no-install-recommends $missing
