using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulcrum.Protocol.Plans;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>Codes samples of one tensor as they are coded on a link: bytes and seconds.</summary>
/// <param name="coding">How.</param>
internal sealed class CodingTimer(PlanCoding coding)
{
    /// <summary>Small tensors are coded often enough for the clock.</summary>
    private const int Repetitions = 3;

    private readonly List<double> _bytes = [], _encode = [], _decode = [];

    public PlanCoding Coding => coding;

    /// <summary>The reading, with what the coding does to the answers.</summary>
    public CodingReading Reading(double noise, double dropPoints) => new(coding, _bytes.Average(), noise, dropPoints, Quantile.Median(_encode), Quantile.Median(_decode));

    public void Add(string name, ReadOnlySpan<float> sample)
    {
        var tensor = new ManifestTensor(name, PlanElement.Float32, [sample.Length], coding);
        byte[] coded = new byte[PlanTensorCodec.MaximumLength(tensor)], back = new byte[tensor.Bytes];
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            int length = PlanTensorCodec.Encode(tensor, MemoryMarshal.AsBytes(sample), coded);
            _encode.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            start = Stopwatch.GetTimestamp();
            PlanTensorCodec.Decode(tensor, coded.AsSpan(0, length), back);
            _decode.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            _bytes.Add(length);
        }
    }
}
