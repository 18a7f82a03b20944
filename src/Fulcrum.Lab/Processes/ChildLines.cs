using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Processes;

/// <summary>What a child process says on stderr.</summary>
internal static class ChildLines
{
    /// <summary>Reads to the end: progress is passed on, everything else is returned.</summary>
    /// <param name="reader">Its error stream.</param>
    /// <param name="progress">Told what it tells.</param>
    /// <param name="heard">Called at every line.</param>
    public static async Task<string> ReadAsync(StreamReader reader, IProgress<WorkProgress>? progress, Action heard)
    {
        var errors = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is string line)
        {
            heard();
            if (!line.StartsWith('{') || !Pass(line, progress))
                errors.AppendLine(line);
        }

        return errors.ToString();
    }

    /// <returns>Whether it was progress: a process that is killed may leave half a line.</returns>
    private static bool Pass(string line, IProgress<WorkProgress>? progress)
    {
        try
        {
            using JsonDocument step = JsonDocument.Parse(line);
            JsonElement root = step.RootElement;
            progress?.Report(new WorkProgress(root.GetProperty("stage").GetString()!, root.GetProperty("done").GetInt64(), root.GetProperty("total").GetInt64()));
            return true;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException)
        {
            return false;
        }
    }
}
