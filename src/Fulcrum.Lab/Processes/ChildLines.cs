using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>What a child process says on stderr.</summary>
internal static class ChildLines
{
    /// <summary>Reads to the end: progress is passed on, everything else is returned.</summary>
    public static async Task<string> ReadAsync(StreamReader reader, IProgress<WorkProgress>? progress)
    {
        var errors = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is string line)
        {
            if (line.StartsWith('{'))
                Pass(line, progress);
            else
                errors.AppendLine(line);
        }

        return errors.ToString();
    }

    private static void Pass(string line, IProgress<WorkProgress>? progress)
    {
        using JsonDocument step = JsonDocument.Parse(line);
        JsonElement root = step.RootElement;
        progress?.Report(new WorkProgress(root.GetProperty("stage").GetString()!, root.GetProperty("done").GetInt64(), root.GetProperty("total").GetInt64()));
    }
}
