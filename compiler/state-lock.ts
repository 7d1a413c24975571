// What keeps two processes from one folder of state, as POSIX shell: the process that serves from it holds the lock for as long as it lives,
// because the kernel frees it then, however it ends. Where there is no flock(1) the number in the file has to do.

/** What it ends with where another process has the folder; stdout of {@link LOCK_FUNCTION} aside, that process' number is on stderr. */
export const LOCKED_EXIT_CODE = 75

/** `lock_state FOLDER` makes the folder and takes it, on descriptor 9, which what is started next inherits. */
export const LOCK_FUNCTION = `lock_state() {
  [ -d "$1" ] || (umask 077 && mkdir -p "$1") || exit 73
  exec 9>>"$1/lock" || exit 73
  holder=$(cat "$1/lock")
  if command -v flock >/dev/null 2>&1; then
    flock -n 9 || return 1
  else
    case $holder in
      '' | *[!0-9]* | "$$") ;;
      *) kill -0 "$holder" 2>/dev/null && return 1 ;;
    esac
  fi
  echo "$$" >"$1/lock"
}`

/** For `sh -c`, with the folder and then the words of what to run: takes the folder and becomes that. */
export const LOCK_STATE = `${LOCK_FUNCTION}
lock_state "$1" || { echo "$holder" >&2; exit ${LOCKED_EXIT_CODE}; }
shift
exec "$@"
`
