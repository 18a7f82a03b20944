using System.Diagnostics;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Payload.Benchmarks;

/// <summary>Rows of the table of cut tensors: bytes against packed fields and against the order-0 entropy of each sample's codes, square errors, and processor time on one thread.</summary>
internal static class CutCodecTable
{
    private const int Rounds = 5, Values = 4_000_000;

    private static readonly int[] Widths = [2, 4, 8];

    /// <summary>Writes the rows of some cuts at several widths.</summary>
    public static void Write(TextWriter output, IReadOnlyList<CutActivations> cuts)
    {
        output.WriteLine("| cut | bits | zeros | packed bytes | coded / packed | coded / entropy | planes / packed | error of one min-max grid | by channel | by channel, clipped | encode MB/s | decode MB/s |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (CutActivations cut in cuts)
        {
            foreach (int bits in Widths)
            {
                (float[] minima, float[] maxima) = cut.Seen.Ranges(bits);
                CutTensorGrid clipped = CutTensorGrid.FromRanges(bits, cut.Inner, minima, maxima), spread = CutTensorGrid.FromRanges(bits, cut.Inner, cut.Minima, cut.Maxima), whole = CutTensorGrid.FromRanges(bits, cut.Inner, [cut.Minima.Min()], [cut.Maxima.Max()]);
                output.WriteLine(Row(cut, bits, clipped, Error(cut, whole), Error(cut, spread)));
            }
        }
    }

    private static string Row(CutActivations cut, int bits, CutTensorGrid grid, double whole, double spread)
    {
        float[][] samples = [.. cut.Test.Chunk(cut.Length)];
        byte[][] coded = [.. samples.Select(s => CutTensorCodec.Encode(s, grid))];
        double packed = 1 + (((cut.Length * bits) + 7) / 8), entropy = samples.Average(s => Entropy(s, grid)), bytes = coded.Average(c => c.Length);
        double planes = samples.Take(20).Average(s => CutTensorCodec.EncodePlanes(s, grid).Sum(p => p.Length));
        float[] room = new float[cut.Length];
        int repeats = Math.Max(1, Values / cut.Test.Length);
        double encode = Speed(() => Array.ForEach(samples, s => CutTensorCodec.Encode(s, grid))), decode = Speed(() => Array.ForEach(coded, c => CutTensorCodec.Decode(c, grid, room)));
        double zeros = cut.Test.Chunk(cut.Length).Average(s => Rounded(s, grid).Count(v => v == 0) / (double)cut.Length);
        return $"| {cut.Name} {cut.Channels} x {cut.Inner} | {bits} | {zeros:0.00} | {packed:0} | {bytes / packed:0.000} | {bytes / entropy:0.000} | {planes / packed:0.000} | {whole:0.0e+0} | {spread:0.0e+0} | {Error(cut, grid):0.0e+0} | {encode:0} | {decode:0} |";

        double Speed(Action all)
        {
            double best = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                using var process = Process.GetCurrentProcess();
                TimeSpan before = process.TotalProcessorTime;
                for (int i = 0; i < repeats; i++)
                    all();
                process.Refresh();
                best = Math.Min(best, (process.TotalProcessorTime - before).TotalSeconds);
            }

            return 4e-6 * cut.Test.Length * repeats / best;
        }
    }

    /// <summary>Mean square error relative to the mean square.</summary>
    private static double Error(CutActivations cut, CutTensorGrid grid) =>
        cut.Test.Chunk(cut.Length).Sum(s => s.Zip(Rounded(s, grid)).Sum(p => Math.Pow(p.First - p.Second, 2))) / cut.Test.Sum(v => (double)v * v);

    private static float[] Rounded(float[] sample, CutTensorGrid grid)
    {
        float[] values = [.. sample];
        CutTensorCodec.RoundTrip(values, grid);
        return values;
    }

    /// <summary>Bytes.</summary>
    private static double Entropy(float[] sample, CutTensorGrid grid)
    {
        float[] rounded = Rounded(sample, grid);
        var codes = rounded.Select((v, i) => Math.Round(v / grid.Scales[i / grid.Inner % grid.Channels])).CountBy(q => q);
        return codes.Sum(c => -c.Value * Math.Log2((double)c.Value / rounded.Length)) / 8;
    }
}
