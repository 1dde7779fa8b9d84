#!/bin/sh
# From nothing to a container that serves a page. Called by `./gantry quickstart`, which has
# installed and built what is needed; GANTRY is the command.
set -eu

NAME=gantry-demo
RUN=/run/gantry
LOG=$RUN/daemon.log

step() { printf '\n==> %s\n' "$*"; }
die() {
  printf 'quickstart: %s\n' "$*" >&2
  exit 1
}

start_engine() {
  if "$GANTRY" version >/dev/null 2>&1; then
    step "An engine is already running"
    return
  fi
  [ "$(id -u)" = 0 ] || die "starting the engine needs root: sudo ./gantry quickstart"
  step "Starting the engine (log: $LOG)"
  mkdir -p "$RUN"
  : >"$LOG"
  setsid nohup "$GANTRY" daemon >>"$LOG" 2>&1 </dev/null &
  # Follows the log until the engine says that it is ready, or is gone.
  if ! timeout 120 tail -n +1 -f --pid=$! "$LOG" | grep -q -m1 '^READY'; then
    tail -n 20 "$LOG" >&2
    die "the engine did not start"
  fi
}

# A root file system of one program and one page.
make_image() {
  step "Making the image $NAME from busybox and a page"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/bin" "$work/etc" "$work/tmp" "$work/www"
  cp /bin/busybox "$work/bin/busybox"
  for program in sh ls cat ps top httpd wget; do
    ln -s busybox "$work/bin/$program"
  done
  echo 'root:x:0:0:root:/:/bin/sh' >"$work/etc/passwd"
  cat >"$work/www/index.html" <<PAGE
<!doctype html>
<title>Gantry</title>
<h1>It works.</h1>
<p>This page comes from a container that Gantry runs.</p>
PAGE
  tar -C "$work" -c . | "$GANTRY" import \
    --change 'CMD ["httpd", "-f", "-p", "80", "-h", "/www"]' --change 'EXPOSE 80' \
    - "$NAME:latest"
}

free_port() {
  port=8080
  while [ -n "$(ss -Hltn "sport = :$port")" ]; do
    port=$((port + 1))
  done
  echo "$port"
}

run_container() {
  "$GANTRY" rm -f "$NAME" >/dev/null 2>&1 || true
  port=$(free_port)
  step "Running it: gantry run -d --name $NAME -p $port:80 $NAME"
  "$GANTRY" run -d --name "$NAME" -p "$port:80" "$NAME"
}

fetch_page() {
  step "Fetching http://127.0.0.1:$port/"
  curl -fsS --retry 10 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$port/"
}

start_engine
make_image
run_container
fetch_page
cat <<NEXT

Gantry is running. What to try next:
  ./gantry ps                                 what runs
  ./gantry logs $NAME                    what it wrote
  ./gantry exec -it $NAME sh             a shell inside
  DOCKER_HOST=unix://$RUN/docker.sock docker ps   the same with docker's own client
  ./gantry rm -f $NAME                   away with it
The engine's log is $LOG.
NEXT
