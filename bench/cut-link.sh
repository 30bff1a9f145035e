#!/usr/bin/env bash
# How long does a fit over three hosts go on, when one of them is behind a cut link?
#
#     sudo bench/cut-link.sh LOGODDS [HOST [RUNS]]
#
# LOGODDS is the published command, HOST the one that is cut off: 1, where mpirun runs, 2 or 3 (the default). The hosts are network namespaces on
# a bridge, which has a namespace of its own, so nothing of the machine's network is touched. Needs root, iproute2 and Open MPI.
# Exit code: 0 where each job ended in time and with a message, else 1.
set -euo pipefail
export LC_ALL=C

fail() { echo "cut-link: $*" >&2; exit "${code:-1}"; }

[ $# -ge 1 ] && [ $# -le 3 ] || code=2 fail "usage: $0 LOGODDS [1|2|3 [RUNS]]"
command=$(realpath -e -- "$1" 2> /dev/null) && [ -f "$command" ] && [ -x "$command" ] || fail "$1 is no program: publish it first (bench/README.md)."
cut=${2:-3} runs=${3:-1}
[[ $cut =~ ^[123]$ && $runs =~ ^[1-9][0-9]*$ ]] || code=2 fail "usage: $0 LOGODDS [1|2|3 [RUNS]]"
[ "$(uname -s)" = Linux ] || fail "network namespaces are Linux's."
[ "$(id -u)" -eq 0 ] || fail "network namespaces are root's to make: run it with sudo."
command -v ip > /dev/null || fail "ip is not on this machine: apt-get install iproute2."
command -v unshare > /dev/null && command -v hostname > /dev/null || fail "unshare or hostname is not on this machine: apt-get install util-linux hostname."
mpirun=$(command -v mpirun.openmpi || command -v mpirun) || fail "mpirun is not on this machine: apt-get install openmpi-bin."
[[ $("$mpirun" --version) =~ 'Open MPI'|OpenRTE ]] || fail "$mpirun is not that of Open MPI: apt-get install openmpi-bin."

# The time that docs/cluster.md promises, and the time after which a job is taken to hang.
promised=10 patience=60
name=logodds-$$
work=$(mktemp -d)

# All processes that are in the namespaces were started here.
end_all() { for host in 1 2 3; do ip netns pids "$name-host$host" 2> /dev/null | xargs -r kill -KILL 2> /dev/null || true; done; }

clean_up() {
  trap '' INT TERM
  end_all
  for end in host1 host2 host3 switch; do ip netns delete "$name-$end" 2> /dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

{
  ip netns add "$name-switch"
  ip -n "$name-switch" link add bridge type bridge
  ip -n "$name-switch" link set bridge up
  for host in 1 2 3; do
    ip netns add "$name-host$host"
    ip -n "$name-host$host" link set lo up
    ip -n "$name-host$host" link add eth0 type veth peer name "port$host" netns "$name-switch"
    ip -n "$name-host$host" address add "10.0.0.$host/24" dev eth0
    ip -n "$name-host$host" link set eth0 up
    ip -n "$name-switch" link set "port$host" master bridge up
  done
} 2> "$work/denied" || fail "network namespaces are not permitted here ($(tail -n 1 "$work/denied")): a container needs CAP_SYS_ADMIN and CAP_NET_ADMIN."

# Stands in for ssh: a command on a host, which has its name as well as its network.
cat > "$work/agent" << AGENT
#!/bin/sh
host=\$1
shift
exec ip netns exec "$name-\$host" unshare --uts sh -c "hostname \$host; \$*"
AGENT
chmod +x "$work/agent"

# A descent by steps so small that it never arrives.
"$command" data breast_cancer > "$work/data.csv"
printf -v fit '%q ' "$mpirun" --allow-run-as-root --mca plm_rsh_agent "$work/agent" --mca pml ob1 --mca btl self,tcp --host host1,host2,host3 -n 3 \
  "$command" fit "$work/data.csv" --target benign --solver gradient-descent --learning-rate 1e-9 --tolerance 0 --max-iterations 1000000000 --checkpoint "$work/checkpoint"

# What docs/cluster.md says to set; what is set already stays.
export OMPI_MCA_oob_tcp_keepalive_time=${OMPI_MCA_oob_tcp_keepalive_time-1}
export OMPI_MCA_oob_tcp_keepalive_intvl=${OMPI_MCA_oob_tcp_keepalive_intvl-1}
export OMPI_MCA_oob_tcp_keepalive_probes=${OMPI_MCA_oob_tcp_keepalive_probes-3}

since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

late=0
for ((run = 1; run <= runs; run++)); do
  rm -f "$work/checkpoint"
  ip -n "$name-switch" link set "port$cut" up
  "$work/agent" host1 "$fit" < /dev/null > "$work/output" 2>&1 &
  job=$!

  # The checkpoint grows with each pass.
  started=$EPOCHREALTIME
  until [ "$(stat -c %s "$work/checkpoint" 2> /dev/null || echo 0)" -gt 100000 ]; do
    kill -0 "$job" 2> /dev/null || { cat "$work/output" >&2; fail "the job ended before its link was cut."; }
    [ "${EPOCHREALTIME%.*}" -lt $((${started%.*} + patience)) ] || { cat "$work/output" >&2; fail "the fit made no pass in $patience seconds."; }
    sleep 0.1
  done
  sleep 2

  ip -n "$name-switch" link set "port$cut" down
  started=$EPOCHREALTIME
  while kill -0 "$job" 2> /dev/null && [ "${EPOCHREALTIME%.*}" -lt $((${started%.*} + patience)) ]; do sleep 0.05; done
  seconds=$(since "$started")
  if kill -0 "$job" 2> /dev/null; then
    ended="had not ended after $seconds s"
  else
    status=0
    wait "$job" || status=$?
    ended="ended after $seconds s with exit code $status"
  fi
  message=$(grep '^logodds: ' "$work/output" || echo 'no message')
  echo "host$cut cut off, run $run: the job $ended"
  echo "$message"
  [[ $ended == ended* && $message != 'no message' ]] && awk -v s="$seconds" -v p="$promised" 'BEGIN { exit !(s <= p) }' || late=1
  cp "$work/output" /tmp/h-net/artifacts/last-output
  end_all
  wait "$job" 2> /dev/null || true
done
exit "$late"
