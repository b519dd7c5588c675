# The real parts that tests need. Read by ./check; not meant to be run.
# A test that needs one carries its command as a JUnit tag, such as @Tag("prometheus").

# Commands, one a line. On Debian and Ubuntu the package has the same name.
real_parts='nginx haproxy prometheus chromium'

# Puts the commands that are not installed into $missing_parts.
find_missing_parts() {
  local part
  missing_parts=''
  for part in $real_parts; do
    command -v "$part" >/dev/null 2>&1 || missing_parts="$missing_parts $part"
  done
  missing_parts=${missing_parts# }
}
