using System.Diagnostics;

namespace Fulcrum.Lab.Processes;

/// <summary>How to start this program again as another process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Prefix">Arguments before the verb (the assembly, when the executable is the .NET host).</param>
public sealed record FulcrumCommand(string FileName, IReadOnlyList<string> Prefix)
{
    /// <summary>Starts a verb with its output captured. The child gets no console of its own.</summary>
    internal Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(FileName) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in Prefix.Concat(arguments))
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{FileName} did not start.");
    }
}
