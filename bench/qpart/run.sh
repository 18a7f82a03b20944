#!/usr/bin/env bash
# QPART's Figs. 3 and 5 to 10 and Tables III and IV again: run.sh [OUT] [MODEL-FILTER] [--quick]
#   OUT           folder for figures.md, one .csv and one .svg for each figure, and what was measured (default out/qpart); models that are finished there are not run again
#   MODEL-FILTER  only models whose name holds this text
#   --quick       MNIST alone, with few epochs: whether all works, not how well
# FULCRUM_MODELS names the folder of .onnx files, FULCRUM_CIFAR10 that of the data; without them, or without Debian's dataset-fashion-mnist, those models are named and skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."
for project in src/Fulcrum.Cli bench/Fulcrum.Qpart.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
done
exec bench/Fulcrum.Qpart.Benchmarks/bin/Release/net10.0/Fulcrum.Qpart.Benchmarks --fulcrum "$PWD/src/Fulcrum.Cli/bin/Release/net10.0/fulcrum" "$@"
