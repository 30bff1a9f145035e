#!/usr/bin/env bash
# How long does a fit over three hosts go on after the link of one is cut? Asked: ten seconds at most, and a message.
#
#     sudo bench/cut-link.sh LOGODDS [HOST]
#
# LOGODDS is the published command, HOST the one that is cut off: 1, where mpirun runs, 2 or 3 (the default). The hosts are network namespaces on
# a bridge, which has a namespace of its own, so the network of the machine is not touched. Needs root, iproute2 and Open MPI.
# Exit code: 0 where the job ended in time and with a message, 1 where it did not or could not be tried, 2 where the command line is wrong.
set -euo pipefail
export LC_ALL=C

fail() { echo "cut-link: $1" >&2; exit "${2:-1}"; }

[[ $# -ge 1 && $# -le 2 && ${2:-3} =~ ^[123]$ ]] || fail "usage: $0 LOGODDS [1|2|3]" 2
logodds=$(realpath -e -- "$1" 2> /dev/null) && [ -f "$logodds" ] && [ -x "$logodds" ] || fail "$1 is no program: publish the command first (bench/README.md)."
cut=host${2:-3}
[ "$(uname -s)" = Linux ] || fail "network namespaces are Linux's."
[ "$(id -u)" -eq 0 ] || fail "only root makes network namespaces: run it with sudo."
command -v ip > /dev/null || fail "ip is not on this machine: apt-get install iproute2."
command -v unshare > /dev/null && command -v hostname > /dev/null || fail "unshare or hostname is not on this machine: apt-get install util-linux hostname."
mpirun=$(command -v mpirun.openmpi || command -v mpirun) || fail "mpirun is not on this machine: apt-get install openmpi-bin."
[[ $("$mpirun" --version) =~ 'Open MPI'|OpenRTE ]] || fail "$mpirun is not that of Open MPI: apt-get install openmpi-bin."

# Seconds: what docs/cluster.md promises, and after which a job is taken to hang.
promised=10 patience=60
hosts=(host1 host2 host3)
name=logodds-$$
work=$(mktemp -d)

# Every process that is in the namespaces was started here.
processes() { for host in "${hosts[@]}"; do ip netns pids "$name-$host" 2> /dev/null || true; done; }

clean_up() {
  trap '' INT TERM
  exec 2> /dev/null
  # Until none is left, for they start others.
  for _ in {1..50}; do
    [ -n "$(processes)" ] || break
    processes | xargs -r kill -KILL || true
    sleep 0.1
  done
  for end in "${hosts[@]}" switch; do ip netns delete "$name-$end" || true; done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

make_switch() {
  ip netns add "$name-switch" &&
    ip -n "$name-switch" link add bridge type bridge &&
    ip -n "$name-switch" link set bridge up
}
make_host() {
  ip netns add "$name-$1" &&
    ip -n "$name-$1" link set lo up &&
    ip -n "$name-$1" link add eth0 type veth peer name "$1" netns "$name-switch" &&
    ip -n "$name-$1" address add "10.0.0.${1#host}/24" dev eth0 &&
    ip -n "$name-$1" link set eth0 up &&
    ip -n "$name-switch" link set "$1" master bridge up
}
{ make_switch && make_host host1 && make_host host2 && make_host host3; } 2> "$work/denied" ||
  fail "network namespaces are not permitted here ($(tail -n 1 "$work/denied")): a container needs CAP_SYS_ADMIN and CAP_NET_ADMIN."

# Stands in for ssh: runs a command on a host, with its network and its name.
cat > "$work/agent" << AGENT
#!/bin/sh
host=\$1
shift
exec ip netns exec "$name-\$host" unshare --uts sh -c "hostname \$host; \$*"
AGENT
chmod +x "$work/agent"

# A descent by steps so small that it never arrives.
"$logodds" data breast_cancer > "$work/data.csv"
printf -v job '%q ' "$mpirun" --allow-run-as-root --mca plm_rsh_agent "$work/agent" --mca pml ob1 --mca btl self,tcp --host host1,host2,host3 -n 3 \
  "$logodds" fit "$work/data.csv" --target benign --solver gradient-descent --learning-rate 1e-9 --tolerance 0 --max-iterations 1000000000 --checkpoint "$work/checkpoint"

# What docs/cluster.md says to set; what is set already stays.
export OMPI_MCA_oob_tcp_keepalive_time=${OMPI_MCA_oob_tcp_keepalive_time-1}
export OMPI_MCA_oob_tcp_keepalive_intvl=${OMPI_MCA_oob_tcp_keepalive_intvl-1}
export OMPI_MCA_oob_tcp_keepalive_probes=${OMPI_MCA_oob_tcp_keepalive_probes-3}

begin() { began=${EPOCHREALTIME/./}; }
seconds() { awk -v us=$((${EPOCHREALTIME/./} - began)) 'BEGIN { printf "%.1f", us / 1e6 }'; }
is_late() { [ $((${EPOCHREALTIME/./} - began)) -gt $(($1 * 1000000)) ]; }

"$work/agent" host1 "$job" < /dev/null > "$work/output" 2>&1 &
mpirun_id=$!
begin
# The checkpoint grows with each pass.
until [ "$(stat -c %s "$work/checkpoint" 2> /dev/null || echo 0)" -gt 100000 ]; do
  if ! kill -0 "$mpirun_id" 2> /dev/null || is_late "$patience"; then
    cat "$work/output" >&2
    fail "the fit did not come to its passes."
  fi
  sleep 0.1
done
sleep 2

ip -n "$name-switch" link set "$cut" down
begin
while kill -0 "$mpirun_id" 2> /dev/null; do
  ! is_late "$patience" || { cat "$work/output" >&2; fail "$cut is cut off: the job has not ended in $patience s."; }
  sleep 0.05
done
ended=$(seconds) status=0
is_late "$promised" && verdict=1 || verdict=0
wait "$mpirun_id" || status=$?
until [ -z "$(processes)" ] || is_late "$patience"; do sleep 0.05; done
echo "$cut is cut off: mpirun ended after $ended s with exit code $status, the last process of the job after $(seconds) s"
# mpirun may end before it has passed on what the processes say; it names the host itself.
grep '^logodds: ' "$work/output" || grep -A 3 '^ORTE has lost' "$work/output" || fail "there was no message."
exit "$verdict"
