namespace Fulcrum.Protocol.Tables;

/// <summary>
/// Conditions as the numbers in which every metric of a plan is linear: 1, 1/N, the slowdown of each tier, and for each link the seconds of a byte up, of a byte down,
/// and of a byte down spread over N requests.
/// </summary>
/// <param name="Tiers">How many tiers there are, 1 or more.</param>
public readonly record struct FeatureLayout(int Tiers)
{
    /// <summary>Where 1 stands.</summary>
    public const int Constant = 0;

    /// <summary>Where 1/N stands.</summary>
    public const int PerRequest = 1;

    /// <summary>How many numbers there are.</summary>
    public int Count => 2 + Tiers + (3 * (Tiers - 1));

    /// <summary>Where a tier's slowdown stands.</summary>
    public static int Slowdown(int tier) => 2 + tier;

    /// <summary>Where a link's seconds of a byte up stand.</summary>
    public int Up(int link) => 2 + Tiers + (3 * link);

    /// <summary>Where a link's seconds of a byte down stand.</summary>
    public int Down(int link) => Up(link) + 1;

    /// <summary>Where a link's seconds of a byte down over N stand.</summary>
    public int Fetch(int link) => Up(link) + 2;

    /// <summary>Writes the numbers.</summary>
    /// <param name="up">Rate of each link away from the user in bits per second.</param>
    /// <param name="down">Rate of each link towards the user in bits per second.</param>
    /// <param name="slowdown">How many times slower each tier is.</param>
    /// <param name="expectedRequests">N.</param>
    /// <param name="features">Room for <see cref="Count"/> numbers.</param>
    public void Write(ReadOnlySpan<double> up, ReadOnlySpan<double> down, ReadOnlySpan<double> slowdown, double expectedRequests, Span<double> features)
    {
        features[Constant] = 1;
        features[PerRequest] = 1 / expectedRequests;
        for (int t = 0; t < Tiers; t++)
            features[Slowdown(t)] = slowdown[t];
        for (int l = 0; l < Tiers - 1; l++)
        {
            features[Up(l)] = 8 / up[l];
            features[Down(l)] = 8 / down[l];
            features[Fetch(l)] = features[Down(l)] * features[PerRequest];
        }
    }

    /// <summary>The numbers' names in files: <c>constant</c>, <c>per_request</c>, <c>slowdown:TIER</c>, <c>up:FROM-TO</c>, <c>down:FROM-TO</c>, <c>fetch:FROM-TO</c>.</summary>
    /// <param name="tiers">The tiers' names.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> tiers) =>
    [
        "constant", "per_request", .. tiers.Select(t => $"slowdown:{t}"),
        .. tiers.Zip(tiers.Skip(1), (from, to) => $"{from}-{to}").SelectMany(l => (string[])[$"up:{l}", $"down:{l}", $"fetch:{l}"]),
    ];

    /// <summary>The sum of products: what coefficients come to.</summary>
    public static double Dot(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> features)
    {
        double sum = 0;
        for (int i = 0; i < coefficients.Length; i++)
            sum += coefficients[i] * features[i];
        return sum;
    }
}
