# Finds a JDK and Maven. Read by ./serin and ./check; not meant to be run.
# Works with bash 3.2 (macOS).

# The oldest Java that Serin builds and runs on.
serin_java=25

# Prints the major version of the Java in folder $1, or nothing.
java_major() {
  local line version=''
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in
        JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;;
      esac
    done <"$1/release"
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version \("[^"]*"\).*/\1/p' | head -n 1)
  fi
  version=${version#\"}
  printf '%s' "${version%%[!0-9]*}"
}

# True when folder $1 holds a Java that is new enough and has the tool $2 (java or javac).
# Leaves the folder in $found.
accept_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/$2" ] || return 1
  local major
  major=$(java_major "$1")
  [ -n "$major" ] && [ "$major" -ge "$serin_java" ] || return 1
  found=$1
}

# The folder of the `java` on the PATH; asks it when it is a shim without a release file.
path_jdk() {
  local tool real
  tool=$(command -v java) || return 1
  real=$(readlink -f "$tool" 2>/dev/null) || real=$tool
  real=${real%/bin/java}
  if [ ! -r "$real/release" ]; then
    real=$("$tool" -XshowSettings:properties -version 2>&1 </dev/null |
      sed -n 's/^ *java\.home = //p' | head -n 1)
  fi
  printf '%s' "$real"
}

# Puts the folder of a usable JDK into $found: JAVA_HOME, then PATH, then the usual folders.
# $1 is the tool that it must have: java (to run) or javac (to build).
find_jdk() {
  local tool=$1 home
  found=''
  accept_jdk "${JAVA_HOME:-}" "$tool" && return
  accept_jdk "$(path_jdk)" "$tool" && return
  if [ -x /usr/libexec/java_home ]; then
    home=$(/usr/libexec/java_home -v "$serin_java+" 2>/dev/null) && accept_jdk "$home" "$tool" && return
  fi
  for home in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/*jdk* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* \
    "${HOME:-}"/.local/share/mise/installs/java/* "${HOME:-}"/.asdf/installs/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    accept_jdk "$home" "$tool" && return
  done
  return 1
}

# One line that says how to get a JDK here.
jdk_advice() {
  if [ "$(uname -s)" = Darwin ]; then
    printf 'brew install openjdk'
  elif command -v apt-get >/dev/null 2>&1; then
    printf 'apt-get install openjdk-%s-jdk-headless (Debian 13, Ubuntu 25.10 or newer), or Temurin %s from https://adoptium.net' \
      "$serin_java" "$serin_java"
  elif command -v dnf >/dev/null 2>&1; then
    printf 'dnf install java-%s-openjdk-devel' "$serin_java"
  else
    printf 'Temurin %s from https://adoptium.net, or: sdk install java %s-tem' "$serin_java" "$serin_java"
  fi
}

# Puts the command for Maven into $maven.
find_maven() {
  local home
  maven=$(command -v mvn) && return
  for home in "${MAVEN_HOME:-}" "${M2_HOME:-}" \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/maven/current /opt/maven /opt/homebrew /usr/local; do
    if [ -n "$home" ] && [ -x "$home/bin/mvn" ]; then
      maven=$home/bin/mvn
      return
    fi
  done
  return 1
}

# One line that says how to get Maven here.
maven_advice() {
  if [ "$(uname -s)" = Darwin ]; then
    printf 'brew install maven'
  elif command -v apt-get >/dev/null 2>&1; then
    printf 'apt-get install maven'
  elif command -v dnf >/dev/null 2>&1; then
    printf 'dnf install maven'
  else
    printf 'sdk install maven, or https://maven.apache.org/install.html'
  fi
}

# Runs $maven on the JDK in $found. The two options keep Maven's own libraries from warning.
run_maven() {
  local quiet='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
  JAVA_HOME=$found MAVEN_OPTS="$quiet ${MAVEN_OPTS:-}" "$maven" -B -ntp -Dstyle.color=never "$@"
}
