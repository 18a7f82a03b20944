#!/usr/bin/env bash
# What serving by the Open Inference Protocol adds to running in ONNX Runtime: run.sh [REQUESTS] [STEADY]
#   REQUESTS  of each kind, in turns, for the latencies (default 5000)
#   STEADY    in a row, for memory (default 100000; a tenth of it with the large input)
# Server and client share the process and its cores. Run nothing beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build bench/Fulcrum.Serving.Benchmarks -c Release -v quiet --nologo -clp:NoSummary >&2
bench/Fulcrum.Serving.Benchmarks/bin/Release/net10.0/Fulcrum.Serving.Benchmarks "$@"
