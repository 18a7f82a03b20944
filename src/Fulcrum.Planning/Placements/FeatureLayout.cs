namespace Fulcrum.Planning.Placements;

/// <summary>
/// Conditions as the numbers in which every metric of a plan is linear: 1, 1/N, the slowdown of each tier, and for each link the seconds of a byte up, of a byte down,
/// and of a byte down spread over N requests.
/// </summary>
/// <param name="Tiers">How many tiers there are.</param>
internal readonly record struct FeatureLayout(int Tiers)
{
    public const int Constant = 0;

    public const int PerRequest = 1;

    public int Count => 2 + Tiers + (3 * (Tiers - 1));

    public static int Slowdown(int tier) => 2 + tier;

    public int Up(int link) => 2 + Tiers + (3 * link);

    public int Down(int link) => Up(link) + 1;

    public int Fetch(int link) => Up(link) + 2;

    public double[] Of(Conditions conditions)
    {
        double[] features = new double[Count];
        Write(conditions, features);
        return features;
    }

    public void Write(Conditions conditions, Span<double> features)
    {
        features[Constant] = 1;
        features[PerRequest] = 1 / conditions.ExpectedRequests;
        for (int t = 0; t < Tiers; t++)
            features[Slowdown(t)] = conditions.Slowdown[t];
        for (int l = 0; l < Tiers - 1; l++)
        {
            features[Up(l)] = 8 / conditions.UpBitsPerSecond[l];
            features[Down(l)] = 8 / conditions.DownBitsPerSecond[l];
            features[Fetch(l)] = features[Down(l)] * features[PerRequest];
        }
    }

    public static double Dot(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> features)
    {
        double sum = 0;
        for (int i = 0; i < coefficients.Length; i++)
            sum += coefficients[i] * features[i];
        return sum;
    }
}
