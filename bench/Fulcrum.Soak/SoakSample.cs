using System.Globalization;

namespace Fulcrum.Soak;

/// <summary>What a process holds at one time.</summary>
/// <param name="Requests">Answered so far.</param>
/// <param name="Reloads">Of models so far.</param>
/// <param name="Seconds">Since the start.</param>
/// <param name="ResidentMiB">Resident memory.</param>
/// <param name="PrivateMiB">Of it, memory of no file.</param>
/// <param name="Handles">Open file handles, sockets included.</param>
/// <param name="Threads">Threads.</param>
public sealed record SoakSample(long Requests, long Reloads, double Seconds, double ResidentMiB, double PrivateMiB, int Handles, int Threads)
{
    /// <summary>Takes one of a process of this machine.</summary>
    public static SoakSample Of(int process, long requests, long reloads, double seconds)
    {
        Dictionary<string, double> status = File.ReadLines($"/proc/{process}/status").Select(l => l.Split(':', 2)).Where(l => l[0] is "VmRSS" or "RssAnon" or "Threads")
            .ToDictionary(l => l[0], l => double.Parse(l[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        return new SoakSample(requests, reloads, seconds, status["VmRSS"] / 1024, status["RssAnon"] / 1024, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, (int)status["Threads"]);
    }

    /// <summary>As a row of a table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"| {Requests} | {Reloads} | {Seconds:0} | {ResidentMiB:0.0} | {PrivateMiB:0.0} | {Handles} | {Threads} |");
}
