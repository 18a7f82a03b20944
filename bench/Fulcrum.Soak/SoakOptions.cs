using System.Globalization;

namespace Fulcrum.Soak;

/// <summary>How long, and what may grow.</summary>
/// <param name="Requests">Requests in all, three quarters of them to a model, a quarter to a tier of a plan.</param>
/// <param name="Reloads">Reloads of another model meanwhile.</param>
/// <param name="Samples">How often both processes are looked at.</param>
/// <param name="MostMiB">What private memory may rise by over the second half.</param>
/// <param name="MostHandles">What handles and threads may.</param>
public sealed record SoakOptions(long Requests = 1_000_000, int Reloads = 10_000, int Samples = 60, double MostMiB = 6, double MostHandles = 4)
{
    /// <summary>From REQUESTS and RELOADS.</summary>
    public static SoakOptions Parse(string[] arguments) => new(
        arguments.Length > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000, arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 10_000);
}
