using System.Diagnostics;

namespace Fulcrum.Lab.Processes;

/// <summary>How to start this program again as another process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Prefix">Arguments before the verb (the assembly, when the executable is the .NET host).</param>
public sealed record FulcrumCommand(string FileName, IReadOnlyList<string> Prefix)
{
    /// <summary>The environment variable that tells this program that standard input is a pipe from whoever started it, which breaks when that one is gone.</summary>
    public const string OwnedVariable = "FULCRUM_OWNED";

    /// <summary>Starts a verb with its output captured. The child gets no console of its own, and ends when this process does, however that ends.</summary>
    internal Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(FileName) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment[OwnedVariable] = "1";
        foreach (string argument in Prefix.Concat(arguments))
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{FileName} did not start.");
    }
}
