using System.Runtime.InteropServices;
using Fulcrum.Operators.Benchmarks;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("run.sh [OUT] [MODEL-FILTER] [--only-measure] [--quick] [--list FILE] [--docs FILE] [--seconds S]");
    return 2;
}

using var cancelled = new CancellationTokenSource();
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancelled.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
try
{
    new BenchRun(options, cancelled.Token).Run();
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled; the same command goes on from here.");
    return 130;
}
