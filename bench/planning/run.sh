#!/usr/bin/env bash
# Our plans against every policy's on a grid of links and devices, and a share of the grid run for real: run.sh [OUT] [SHARE]
#   OUT     folder for models, profile and results (default out/planning); what is there is not made again
#   SHARE   of the points that are executed (default 0.1)
# FULCRUM_MODELS names the folder of .onnx files, FULCRUM_CIFAR10 and FULCRUM_KWS those of the data; models without data are left out.
# Run nothing beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
for project in src/Fulcrum.Cli bench/Fulcrum.Planning.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
done
fulcrum=$PWD/src/Fulcrum.Cli/bin/Release/net10.0/fulcrum out=${1:-out/planning} share=${2:-0.1}
mkdir -p "$out"
[[ -f $out/mnist-mlp6.onnx ]] || "$fulcrum" train mnist-mlp6 --data mnist -o "$out/mnist-mlp6.onnx" >&2
models=("mnist-mlp6=$out/mnist-mlp6.onnx,mnist")
if [[ -n ${FULCRUM_MODELS:-} ]]; then
  [[ -z ${FULCRUM_KWS:-} ]] || models+=("kws-dscnn=$FULCRUM_MODELS/mlperf_tiny_kws_dscnn_fp32_bn.onnx,samples/data/kws.json")
  [[ -z ${FULCRUM_CIFAR10:-} ]] || models+=(
    "resnet8=$FULCRUM_MODELS/mlperf_tiny_resnet8_cifar10_fp32.onnx,samples/data/cifar10-bytes.json"
    "resnet20=$FULCRUM_MODELS/akamaster_resnet20_cifar10_bn.onnx,samples/data/cifar10.json"
    "resnet56=$FULCRUM_MODELS/akamaster_resnet56_cifar10_bn.onnx,samples/data/cifar10.json")
fi
files=()
for model in "${models[@]}"; do file=${model#*=}; files+=("${file%,*}"); done
[[ -f $out/profile.json ]] || "$fulcrum" profile "${files[@]}" --threads 1 -o "$out/profile.json" >&2
bench/Fulcrum.Planning.Benchmarks/bin/Release/net10.0/Fulcrum.Planning.Benchmarks grid "$fulcrum" "$out" "$out/profile.json" "$share" "${models[@]}" | tee "$out/grid.md"
