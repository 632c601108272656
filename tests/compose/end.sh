#!/usr/bin/env bash
# End the engine that run.sh started in WORKDIR, with its containers and mounts, also after a `kill -9` of run.sh or
# of the engine. The images stay. Usage: end.sh WORKDIR
set -uo pipefail
work=$(realpath "$1")
about() { # PID: is it one of ours, and not another that has its number by now?
  tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | grep -qF " $work/"
}
gone() { # PID: within 30 s
  for _ in $(seq 60); do kill -0 "$1" 2> /dev/null || return 0; sleep 0.5; done
  return 1
}

engine=$(cat "$work/pid" 2> /dev/null) || engine=
if [ -n "$engine" ] && about "$engine"; then
  kill "$engine" && gone "$engine" || kill -9 "$engine" # ends its containers first
fi
# What an engine leaves that was killed: each container's shim and the container's first process, and containerd.
for process in $(pgrep -f " $work/exec/"); do
  about "$process" && { pkill -9 -P "$process"; kill -9 "$process"; } 2> /dev/null
done
awk -v work="$work/" 'index($2, work) == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n 1 umount --lazy
! grep -qF " $work/" /proc/mounts
