#!/usr/bin/env bash
# The operators' table: run.sh [OUT] [MODEL-FILTER] [--only-measure] [--quick] [--list FILE] [--docs FILE] [--seconds S]
#   OUT            folder for variants and results.json (default out/operators); what is there is not done again
#   MODEL-FILTER   only models whose name holds this text
#   --only-measure latencies alone, again, of what OUT holds
#   --quick        one epoch on few samples: whether all works, not how well; writes OUT/operators-measured.md
# FULCRUM_MODELS names the folder of .onnx files, FULCRUM_CIFAR10, FULCRUM_SST2, FULCRUM_KWS those of data; what is missing is skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."
for project in src/Fulcrum.Cli bench/Fulcrum.Operators.Benchmarks; do
  dotnet build "$project" -c Release -v quiet --nologo -clp:NoSummary >&2
done
exec bench/Fulcrum.Operators.Benchmarks/bin/Release/net10.0/Fulcrum.Operators.Benchmarks --fulcrum src/Fulcrum.Cli/bin/Release/net10.0/fulcrum "$@"
