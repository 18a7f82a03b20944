using System.Globalization;
using System.Text.RegularExpressions;

namespace Fulcrum.Lab.Processes;

/// <summary>Names of what a process makes on its machine (control groups, network namespaces): <c>fulcrum-PID-STARTED-N</c>. They say whether their owner still lives, so that others can clear up after it.</summary>
internal static partial class Owner
{
    private const int StartedField = 19;
    private static int _names;

    /// <summary>A name that no other process, and nothing else of this one, has.</summary>
    public static string NewName() => string.Create(CultureInfo.InvariantCulture, $"fulcrum-{Environment.ProcessId}-{Started(Environment.ProcessId) ?? 0}-{Interlocked.Increment(ref _names)}");

    /// <summary>The owner's part and number of a name that begins like one; null for others.</summary>
    public static string? Of(string name) => Form().Match(name) is { Success: true } match ? match.Value : null;

    /// <summary>Whether the process that made a name runs.</summary>
    public static bool Lives(string name)
    {
        Match match = Form().Match(name);
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int process) && Started(process) is long started
            && started.ToString(CultureInfo.InvariantCulture) == match.Groups[2].Value;
    }

    /// <summary>When a process started, in the kernel's ticks since its own start; null when it does not run.</summary>
    private static long? Started(int process)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name in brackets may hold anything; what follows the last bracket begins with the state.
            string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[StartedField], CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^fulcrum-([0-9]+)-([0-9]+)-[0-9]+(?=-|$)")]
    private static partial Regex Form();
}
