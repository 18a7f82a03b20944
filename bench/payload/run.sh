#!/usr/bin/env bash
# The tables of packed weights and of coded cut tensors: run.sh [OUT]
#   OUT   folder for models and results (default out/payload); what is there is not made again
# FULCRUM_MODELS names the folder of .onnx files, FULCRUM_CIFAR10 that of the data; without them only the MNIST perceptron is packed.
set -euo pipefail
cd "$(dirname "$0")/../.."
for project in src/Fulcrum.Cli bench/Fulcrum.Payload.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
done
fulcrum=src/Fulcrum.Cli/bin/Release/net10.0/fulcrum out=${1:-out/payload}
mkdir -p "$out"
folders=()
pack() { # NAME MODEL DATA SIZE
  [[ -f $out/$1-$4/manifest.json ]] || "$fulcrum" apply "$2" "pack(size=$4%)" --data "$3" -o "$out/$1-$4" >&2
  folders+=("$out/$1-$4")
}
[[ -f $out/mnist-mlp6.onnx ]] || "$fulcrum" train mnist-mlp6 --data mnist -o "$out/mnist-mlp6.onnx" >&2
for size in 8 5 3; do pack mnist-mlp6 "$out/mnist-mlp6.onnx" mnist "$size"; done
if [[ -n ${FULCRUM_MODELS:-} && -n ${FULCRUM_CIFAR10:-} ]]; then
  for size in 10 8; do pack resnet20 "$FULCRUM_MODELS/akamaster_resnet20_cifar10_bn.onnx" samples/data/cifar10.json "$size"; done
  for size in 9.5 8 6; do pack resnet56 "$FULCRUM_MODELS/akamaster_resnet56_cifar10_bn.onnx" samples/data/cifar10.json "$size"; done
fi
bench/Fulcrum.Payload.Benchmarks/bin/Release/net10.0/Fulcrum.Payload.Benchmarks "${folders[@]}" | tee "$out/table.md"
if [[ -n ${FULCRUM_MODELS:-} && -n ${FULCRUM_CIFAR10:-} ]]; then
  bench/Fulcrum.Payload.Benchmarks/bin/Release/net10.0/Fulcrum.Payload.Benchmarks cuts "$FULCRUM_MODELS/akamaster_resnet20_cifar10_bn.onnx" samples/data/cifar10.json | tee "$out/cuts.md"
fi
