using System.Globalization;

namespace Fulcrum.Planning.Profiles;

/// <summary>The fingerprint of a machine: figures of one hold on another only where these agree.</summary>
public sealed record MachineEnvironment
{
    /// <summary>Operating system and kernel.</summary>
    public required string System { get; init; }

    /// <summary>The processor's name; null when the system does not say.</summary>
    public required string? Processor { get; init; }

    /// <summary>Logical processors of the machine.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads within one op that were used.</summary>
    public required int Threads { get; init; }

    /// <summary>CPU quota in cores that was in force; null when there was none.</summary>
    public required double? CpuQuota { get; init; }

    /// <summary>The quota in words: <c>none</c>, <c>0.5 cores</c>, or <c>requested 0.5, not enforced</c>.</summary>
    public required string Quota { get; init; }

    /// <summary>The tier that was measured for; null when none was named.</summary>
    public required string? Tier { get; init; }

    /// <summary>Vector instructions, in the kernel's spelling.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    /// <summary>ONNX Runtime's version.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>What is different on another machine; empty where figures can be compared. The tier's name and the quota's wording do not count.</summary>
    public IReadOnlyList<EnvironmentDifference> DiffersFrom(MachineEnvironment other)
    {
        var differences = new List<EnvironmentDifference>();
        void Compare(string member, string mine, string theirs)
        {
            if (mine != theirs)
                differences.Add(new EnvironmentDifference(member, mine, theirs));
        }

        Compare("system", System, other.System);
        Compare("processor", Processor ?? "unknown", other.Processor ?? "unknown");
        Compare("cores", Text(Cores), Text(other.Cores));
        Compare("threads", Text(Threads), Text(other.Threads));
        Compare("cpu_quota", CpuQuota is double mine ? Text(mine) : "none", other.CpuQuota is double theirs ? Text(theirs) : "none");
        Compare("instructions", string.Join(' ', Instructions.Order(StringComparer.Ordinal)), string.Join(' ', other.Instructions.Order(StringComparer.Ordinal)));
        Compare("onnx_runtime", OnnxRuntime, other.OnnxRuntime);
        return differences;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>One difference between two machines.</summary>
/// <param name="Member">The member of the environment.</param>
/// <param name="Here">Its value here.</param>
/// <param name="There">Its value on the other machine.</param>
public sealed record EnvironmentDifference(string Member, string Here, string There);
