#!/usr/bin/env bash
# Serving measured: run.sh [overhead|batching|overload|wire|isolate|all] [REQUESTS] [STEADY]
#   overhead  what the Open Inference Protocol adds to running in ONNX Runtime, and memory over many requests
#   batching  images a second of ResNet-18 for 16 clients, against batches in the runtime
#   overload  three times as many requests as can be answered, with deadlines
#   wire      ResNet-18 split against whole; 3.2 MB over a round trip of 25 ms
#   isolate   the same model in the server's process and in one of its own, 1 kB and 602 kB
#   REQUESTS  of each kind, in turns, for the latencies (default 5000)
#   STEADY    in a row, for memory (default 100000; a tenth of it with the large input)
# Server and client share the process and its cores. Run nothing beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build bench/Fulcrum.Serving.Benchmarks -c Release -v quiet --nologo -clp:NoSummary >&2
bench/Fulcrum.Serving.Benchmarks/bin/Release/net10.0/Fulcrum.Serving.Benchmarks "$@"
