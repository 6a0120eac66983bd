# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced: a private apt state that serves any Debian suite from the mirrors
# this machine already uses. The system's own apt state is not touched and no
# host is written down here. apt checks the archive's signatures as usual.

for APT_KEYRING in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg} ''; do
	[ ! -e "$APT_KEYRING" ] || break
done

# apt_mirror SUFFIX: the URI of the machine's own suite ("" or "-security").
apt_mirror() {
	local codename
	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
	apt-get indextargets --format '$(CODENAME) $(REPO_URI)' |
		awk -v c="$codename$1" '$1 == c { print $2; exit }'
}

# apt_sources TYPE SUITE: the sources lines of a Debian release, on stdout.
apt_sources() {
	local main sec opt
	[ -n "$APT_KEYRING" ] || die "no Debian archive keyring:" \
		"apt-get install debian-archive-keyring"
	main=$(apt_mirror "") sec=$(apt_mirror -security)
	[ -n "$main" ] || die "apt on this machine names no Debian mirror" \
		"(apt-get indextargets): this build needs Debian and apt-get update"
	opt="[signed-by=$APT_KEYRING]"
	printf '%s %s %s %s main\n' "$1" "$opt" "$main" "$2"
	printf '%s %s %s %s-updates main\n' "$1" "$opt" "$main" "$2"
	[ -z "$sec" ] ||
		printf '%s %s %s %s-security main\n' "$1" "$opt" "$sec" "$2"
}

# apt_private DIR COMMAND...: apt-get or apt-cache with its state in DIR.
# Needs DIR/sources.list.
apt_private() {
	local dir=$1 cmd=$2
	shift 2
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	[ -e "$dir/status" ] || : >"$dir/status"
	"$cmd" -q -o Dir::Etc::sourcelist="$dir/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State="$dir" -o Dir::State::lists="$dir/lists" \
		-o Dir::State::status="$dir/status" -o Dir::Cache="$dir/cache" \
		-o APT::Sandbox::User=root "$@"
}
