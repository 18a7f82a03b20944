namespace Fulcrum.Planning.Placements;

/// <summary>What a segment asks of its tier; every metric is linear in it. Three times: mean, on the median path, on the path of the 99th percentile.</summary>
internal static class SegmentQuantity
{
    public const int Seconds = 0, Seconds50 = 1, Seconds99 = 2, Macs = 3, Used = 4, Fetch = 5, Drop = 6, Memory = 7, Count = 8;
}

/// <summary>What a cut asks of its link. Up: the tensors; Down: the answer; Use: the share of samples that cross; Encode and Decode: seconds of coding on either side.</summary>
internal static class LinkQuantity
{
    public const int Up = 0, Up50 = 1, Up99 = 2, Down = 3, Down50 = 4, Down99 = 5, Use = 6, Use50 = 7, Use99 = 8, Drop = 9;

    public const int Encode = 10, Encode50 = 11, Encode99 = 12, Decode = 13, Decode50 = 14, Decode99 = 15, Count = 16;
}
