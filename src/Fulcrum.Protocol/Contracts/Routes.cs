using System.Globalization;

namespace Fulcrum.Protocol.Contracts;

/// <summary>Fulcrum's own paths (docs/protocol.md).</summary>
public static class Routes
{
    /// <summary>A model's description.</summary>
    public static string Model(string name) => $"fulcrum/v1/models/{Uri.EscapeDataString(name)}";

    /// <summary>Where plans are asked for.</summary>
    public static string Plan(string name) => $"{Model(name)}/plan";

    /// <summary>A segment file.</summary>
    public static string Segment(string id) => $"fulcrum/v1/segments/{id}";

    /// <summary>The second half of inference.</summary>
    public static string Infer(string name, string version, int cut, double level, int samples) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model(name)}/versions/{Uri.EscapeDataString(version)}/cuts/{cut}/infer?level={level}&samples={samples}");
}
