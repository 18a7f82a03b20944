using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Placements;

/// <summary>Conditions as the numbers that metrics are linear in.</summary>
internal static class ConditionFeatures
{
    public static double[] Of(this FeatureLayout layout, Conditions conditions)
    {
        double[] features = new double[layout.Count];
        layout.Write(conditions, features);
        return features;
    }

    public static void Write(this FeatureLayout layout, Conditions conditions, Span<double> features) =>
        layout.Write(conditions.UpBitsPerSecond, conditions.DownBitsPerSecond, conditions.Slowdown, conditions.ExpectedRequests, features);
}
