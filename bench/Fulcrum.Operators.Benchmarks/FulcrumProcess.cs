using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Runs verbs of the built command line.</summary>
internal sealed class FulcrumProcess(string program, CancellationToken cancellation)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs a verb with JSON output; its progress goes to stderr.</summary>
    public VerbOutput Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reached the verb too: it keeps what is finished and ends by itself.
            End(process);
            throw;
        }

        return new VerbOutput(process.ExitCode, output.GetAwaiter().GetResult());
    }

    private static void End(Process process)
    {
        if (process.WaitForExit(Grace))
            return;
        Process.Start("kill", $"-TERM {process.Id}").WaitForExit();
        if (!process.WaitForExit(Grace))
            process.Kill();
    }
}

/// <summary>What a verb gave.</summary>
internal sealed record VerbOutput(int ExitCode, string Text)
{
    private sealed record ProblemList(IReadOnlyList<VerbProblem>? Problems);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>What was wrong; empty when that was not said.</summary>
    public IReadOnlyList<VerbProblem> Problems
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize<ProblemList>(Text, Benchmarks.Json.Options)?.Problems ?? [];
            }
            catch (JsonException)
            {
                return [];
            }
        }
    }

    /// <summary>What was wrong, in one line.</summary>
    public string Reason => Problems.Count > 0 ? string.Join("; ", Problems.Select(p => $"{p.Place}: {p.Message}")) : $"exit code {ExitCode}";

    /// <summary>Whether the composition names operators or options that this build does not have.</summary>
    public bool IsUnknownOperator => Problems.Any(p => p.Code == "operator-unknown" || (p.Code == "operator-option" && p.Message.StartsWith("There is no such option", StringComparison.Ordinal)));
}

/// <summary>A problem as the verbs print it.</summary>
internal sealed record VerbProblem(string Code, string Place, string Message);
