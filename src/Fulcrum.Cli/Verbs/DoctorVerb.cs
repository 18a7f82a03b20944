using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Runtime.Diagnosis;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`doctor`: what this machine has, and what follows from it.</summary>
internal static class DoctorVerb
{
    public static Command Create() => new Command("doctor", "Say what this machine can do: processor, quota, native library, clock, tier emulation.").Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        MachineFacts facts = MachineReader.Read();
        var result = new DoctorResult(facts, MachineAdvice.Of(facts));
        context.Print(result, CliJson.Default.DoctorResult, console => Show(console, result));
        return Task.FromResult(result.Problems.Any(p => p.Code == MachineAdvice.NoRuntime) ? ExitCodes.Failed : ExitCodes.Done);
    }

    private static void Show(IAnsiConsole console, DoctorResult result)
    {
        MachineFacts m = result.Machine;
        Table table = ResultTable.Create("", "").HideHeaders();
        table.Row("system", $"{m.System}, {m.DotNet}").Row("processor", $"{m.Processor ?? "unknown"}, {m.Threads} threads{(m.CpuQuota is double q ? Text($", quota {q:0.##} cores") : "")}");
        table.Row("vectors", m.VectorInstructions.Count == 0 ? "none found" : string.Join(" ", m.VectorInstructions)).Row("memory", Human.Bytes(m.MemoryBytes));
        table.Row("ONNX Runtime", m.OnnxRuntime is null ? "cannot be loaded" : $"{m.OnnxRuntime}, first run {(m.FirstRunMs is double first ? Text($"{first:0} ms") : "wrong")}");
        table.Row("clock", Text($"steps of {m.ClockStepNs:0.#} ns; noise {m.Noise:0.00} (90th percentile over median of fixed work)"));
        table.Row("emulation", string.Join(", ", [Yes("network namespaces", m.Emulation.NetworkNamespaces), Yes("rate", m.Emulation.RateLimit), Yes("delay", m.Emulation.Delay), Yes("CPU quota", m.Emulation.CpuLimit), Yes("memory limit", m.Emulation.MemoryLimit)]));
        console.Write(table);
        foreach (Problem problem in result.Problems)
            console.WriteLine($"{problem.Message} {problem.Remedy} [{problem.Code}]");
    }

    private static string Yes(string what, bool there) => $"{what}: {(there ? "yes" : "no")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
