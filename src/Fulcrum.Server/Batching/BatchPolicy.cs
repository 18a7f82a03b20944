namespace Fulcrum.Server.Batching;

/// <summary>How requests for one model are run.</summary>
internal sealed record BatchPolicy
{
    /// <summary>Runs of the model at the same time. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Most samples of joined requests; 1 (default) joins none.</summary>
    public int MaxSamples { get; init; } = 1;

    /// <summary>Sizes worth running at once; empty (default): the largest only.</summary>
    public IReadOnlyList<int> Preferred { get; init; } = [];

    /// <summary>How long a request may wait for others. Default zero: what waits already is joined.</summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>The largest size worth running at once among so many samples; 0 when none is.</summary>
    public int Worth(int samples)
    {
        int worth = samples >= MaxSamples ? MaxSamples : 0;
        foreach (int size in Preferred)
        {
            if (size <= samples && size > worth)
                worth = size;
        }

        return worth;
    }
}
