# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by every build script: the cache of expensive parts, and progress.
#
# A part lives in $LS_CACHE/NAME-KEY, where KEY hashes all that goes into it.
# The file .complete is made last: without it the part is built anew.

LS_CACHE=${XDG_CACHE_HOME:-${HOME:-.}/.cache}/linux-stubdom
LS_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LS_JOBS=${LS_JOBS:-$(nproc)}

# Progress goes to fd 9, the terminal's stderr also inside a logged step.
if [ -z "${LS_PROGRESS:-}" ]; then
	exec 9>&2
	export LS_PROGRESS=9
fi

say() { printf '%s\n' "$*" >&2; }
warn() { say "WARNING: $*" 2>&9; }	# also from within a logged step
die() { say "$(basename "$0"): E: $*"; exit 1; }

case $LS_CACHE in
[!/]*|*[[:space:],]*)
	die "cache folder '$LS_CACHE': set XDG_CACHE_HOME to an absolute path" \
		"without spaces and commas" ;;
esac

cache_make() {
	mkdir -p "$LS_CACHE/logs" 2>/dev/null ||
		die "cache folder '$LS_CACHE' cannot be made: set XDG_CACHE_HOME"
}

# key ARG...: hash of the arguments; an argument that is a file or a folder
# counts with its name and content.
key() {
	local a f
	for a in "$@"; do
		if [ -d "$a" ]; then
			(cd "$a" && find . -type f | LC_ALL=C sort |
				while read -r f; do sha256sum "$f"; done)
		elif [ -f "$a" ]; then
			printf '%s ' "${a##*/}"
			sha256sum <"$a"
		else
			printf '%s\n' "$a"
		fi
	done | sha256sum | cut -c1-16
}

# What the bits depend on besides sources and options: the compiler that builds
# for the target and those that pack.
tools_id() {
	local t
	for t in gcc ld zstd gzip; do
		$t --version | head -n 1
	done
}

# Only what is said here reaches a build: distributions export CFLAGS, and
# make hands its command line's variables to every make inside a script.
clean_env() {
	local v
	for v in $(compgen -e); do
		case $v in
		HOME|PWD|TERM|TMPDIR|XDG_CACHE_HOME|OUT|LS_*) ;;
		SOURCES|SOURCES_LOCK|STRICT|IPXE|EXPIRED|APT_CONFIG|*_proxy) ;;
		*) unset "$v" ;;
		esac
	done
	export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 TZ=UTC
	umask 022
}

# fetch COMMAND...: the source files (fetch.py).
fetch() { /usr/bin/python3 -B "$LS_TOP/qemu-wrapper/build/fetch.py" "$@"; }

# step TEXT COMMAND...: run it with its output in a log, say how long it took.
# On failure show the end of the log and exit.
step() {
	local text=$1 t0 t1 log rc
	shift
	cache_make
	log=$LS_CACHE/logs/$(printf '%s' "$text" | tr -c 'A-Za-z0-9.\n' -).log
	t0=$(date +%s%N)
	set +e		# "set -e" has no effect inside a condition
	( set -e; "$@" ) >"$log" 2>&1 </dev/null
	rc=$?
	set -e
	if [ $rc != 0 ]; then
		tail -n 25 "$log" >&2
		die "$text: failed, the whole log is $log"
	fi
	t1=$(date +%s%N)
	printf '%8.1f s  %s\n' "$(((t1 - t0) / 1000000))e-3" "$text" >&9
}

# cached NAME KEY TEXT FUNCTION ARG...: print the path of the part; if it is
# not there, run FUNCTION ARG... in its folder ($OUT, also the working
# directory) first. Runs of the same part wait for each other. FUNCTION starts
# with an empty folder, or with what its calls of once() had done.
cached() {
	local name=$1 k=$2 text=$3 dir lock
	shift 3
	dir=$LS_CACHE/$name-$k
	if [ ! -e "$dir/.complete" ]; then
		cache_make
		exec {lock}>"$LS_CACHE/$name.lock"
		flock "$lock"
		if [ ! -e "$dir/.complete" ]; then
			[ -e "$dir/.once" ] || rm -rf "$dir"
			mkdir -p "$dir"
			"$LS_TOP/qemu-wrapper/build/deps.sh" check build
			OUT=$dir step "$text" cached_run "$dir" "$@"
			rm -rf "$dir/.once"
			touch "$dir/.complete"
		fi
		exec {lock}>&-
	fi
	printf '%s\n' "$dir"
}

cached_run() {
	cd "$1"
	shift
	clean_env
	"$@"
}

# once TEXT FUNCTION: a step of a part that is not done again after a later
# one has failed. It begins without a folder $OUT/build/FUNCTION.
once() {
	mkdir -p "$OUT/.once"
	[ ! -e "$OUT/.once/$2" ] || return 0
	rm -rf "$OUT/build/$2"
	step "$@"
	touch "$OUT/.once/$2"
}
