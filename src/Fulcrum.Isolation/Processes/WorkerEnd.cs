namespace Fulcrum.Isolation.Processes;

/// <summary>How a worker ended, in words.</summary>
internal static class WorkerEnd
{
    /// <summary>How a process ended; those ended by a signal have 128 and its number.</summary>
    public static string Describe(int code) => code switch
    {
        134 => "signal 6, it gave up (out of memory, mostly)",
        135 => "signal 7, memory that is not there",
        137 => "signal 9, killed from outside (out of memory, mostly)",
        139 => "signal 11, a wrong address",
        > 128 => $"signal {code - 128}",
        _ => $"exit code {code}",
    };
}
