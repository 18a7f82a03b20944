#!/usr/bin/env bash
# Whether servers stay as they are, however long they serve: run.sh [REQUESTS] [RELOADS]
#   REQUESTS  default 1000000: three quarters binary requests of the Open Inference Protocol, a quarter frames for a tier of a plan
#   RELOADS   default 10000, through the model repository extension, while requests run
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build bench/Fulcrum.Soak -c Release -v quiet --nologo -clp:NoSummary >&2
bench/Fulcrum.Soak/bin/Release/net10.0/Fulcrum.Soak "$@"
