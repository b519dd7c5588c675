# The real parts that tests need. Read by ./check; not meant to be run.
# A test that needs one carries its name as a JUnit tag, such as @Tag("prometheus").

# Commands, and modules of a command as COMMAND-MODULE.
real_parts='nginx nginx-lua haproxy prometheus chromium postgres'

# True when the part $1 is installed.
has_part() {
  case $1 in
    nginx-lua)
      nginx -V 2>&1 | tr ' ' '\n' | sed -n 's/^--modules-path=//p' |
        { read -r modules && [ -e "$modules/ngx_http_lua_module.so" ]; }
      ;;
    chromium) command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1 ;;
    # Debian keeps the servers of all versions out of PATH.
    postgres) command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

# The packages of the part $1 on Debian and Ubuntu. A command's package has its name.
packages_of() {
  case $1 in
    nginx-lua) echo libnginx-mod-http-lua lua-resty-core ;;
    # Tests drive the browser through its driver.
    chromium) echo chromium chromium-driver ;;
    postgres) echo postgresql ;;
    *) echo "$1" ;;
  esac
}

# The service of the part $1 on Debian and Ubuntu.
service_of() {
  case $1 in
    postgres) echo postgresql ;;
    *) echo "$1" ;;
  esac
}

# Puts the parts that are not installed into $missing_parts.
find_missing_parts() {
  local part
  missing_parts=''
  for part in $real_parts; do
    has_part "$part" || missing_parts="$missing_parts $part"
  done
  missing_parts=${missing_parts# }
}
