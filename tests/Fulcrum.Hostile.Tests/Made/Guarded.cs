using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>Runs a case on a thread of its own and fails it when it takes too long, or more memory than its file explains.</summary>
internal static class Guarded
{
    public const long Allowance = 128 << 20;
    // A hang, not a slow machine: the slowest case takes 5 s on a quiet one.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The result of a case; what it throws comes out as it is.</summary>
    /// <param name="bytes">How large the file is.</param>
    /// <param name="action">The case.</param>
    /// <param name="factor">How many times the file may be in memory, beyond 128 MiB.</param>
    /// <param name="limit">How long it may take; a minute by default.</param>
    public static T Run<T>(long bytes, Func<T> action, int factor = 4, TimeSpan? limit = null)
    {
        (T? result, ExceptionDispatchInfo? failure) = (default, null);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var thread = new Thread(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.IsBackground = true;
        var clock = Stopwatch.StartNew();
        thread.Start();
        long most = 0, allowed = (factor * bytes) + Allowance;
        while (!thread.Join(2))
        {
            most = Math.Max(most, More(before, allowed));
            Assert.True(clock.Elapsed < (limit ?? Limit), $"It takes longer than {(limit ?? Limit).TotalSeconds} s.");
        }

        most = Math.Max(most, More(before, allowed));
        Assert.True(most <= allowed, $"It takes {most} bytes of memory for a file of {bytes}.");
        failure?.Throw();
        return result!;
    }

    /// <summary>Bytes more than before. What could be collected is garbage, and how much of it there is differs from run to run: it does not count.</summary>
    private static long More(long before, long allowed)
    {
        long more = GC.GetTotalMemory(false) - before;
        if (more <= allowed)
            return more;
        GC.Collect();
        return GC.GetTotalMemory(false) - before;
    }
}
