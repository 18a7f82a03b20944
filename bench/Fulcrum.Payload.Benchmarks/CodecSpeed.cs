using System.Diagnostics;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Payload.Benchmarks;

/// <summary>Processor time of coding and decoding on one thread, in MB of 32-bit weights a second; the best of some rounds, since other work only takes time away.</summary>
/// <param name="Encode">Coding.</param>
/// <param name="Decode">Decoding.</param>
/// <param name="Ratio">Coded bytes over the order-0 entropy.</param>
/// <param name="Bits">Coded bits of a symbol.</param>
internal sealed record CodecSpeed(double Encode, double Decode, double Ratio, double Bits)
{
    private const int Rounds = 5, Weights = 12_000_000;

    /// <summary>Codes tensors as one stream, again and again until there are enough weights.</summary>
    public static CodecSpeed Of(IReadOnlyList<(int[] Symbols, int RowLength)> tensors)
    {
        long count = tensors.Sum(t => t.Symbols.LongLength), repeats = Math.Max(1, Weights / count);
        (double encode, double decode, byte[] coded) = (double.MaxValue, double.MaxValue, []);
        int[] room = new int[tensors.Max(t => t.Symbols.Length)];
        for (int round = 0; round < Rounds; round++)
        {
            encode = Math.Min(encode, Seconds(() =>
            {
                for (long i = 0; i < repeats; i++)
                {
                    var coder = new SymbolEncoder();
                    foreach ((int[] symbols, int length) in tensors)
                        coder.Encode(symbols, length);
                    coded = coder.Finish();
                }
            }));
            decode = Math.Min(decode, Seconds(() =>
            {
                for (long i = 0; i < repeats; i++)
                {
                    var coder = new SymbolDecoder(coded);
                    foreach ((int[] symbols, int length) in tensors)
                        coder.Decode(room.AsSpan(0, symbols.Length), length);
                }
            }));
        }

        double entropy = tensors.Sum(t => t.Symbols.CountBy(s => s).Sum(c => -c.Value * Math.Log2((double)c.Value / t.Symbols.Length)));
        return new CodecSpeed(4e-6 * count * repeats / encode, 4e-6 * count * repeats / decode, 8 * coded.Length / entropy, 8.0 * coded.Length / count);
    }

    /// <summary>Symbols like those of weights: Laplace, so wide that they take so many bits.</summary>
    public static IReadOnlyList<(int[] Symbols, int RowLength)> Laplace(double scale)
    {
        var random = new Random(1);
        int[] symbols = new int[Weights];
        for (int i = 0; i < symbols.Length; i++)
        {
            double u = random.NextDouble() - 0.5;
            symbols[i] = (int)Math.Round(-Math.Sign(u) * Math.Log(1 - (2 * Math.Abs(u))) * scale);
        }

        return [(symbols, 4096)];
    }

    private static double Seconds(Action action)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
