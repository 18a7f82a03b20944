using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Tests;

/// <summary>Seeded content for the codec tests.</summary>
internal static class Samples
{
    public static float[] Gaussian(int count, int seed, double deviation = 1)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    public static float[] Laplace(int count, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double u = random.NextDouble() - 0.5;
            values[i] = (float)(-Math.Sign(u) * Math.Log(1 - (2 * Math.Abs(u))));
        }

        return values;
    }

    public static QuantizedWeights Quantized(string name, long rows, long columns, int bits, int seed) =>
        WeightQuantizer.Quantize(name, [rows, columns], Gaussian((int)(rows * columns), seed), 0, bits);

    public static Segment Segment() => new()
    {
        ModelName = "small",
        ModelHash = new string('a', 64),
        Cut = 2,
        Level = 0.25,
        CutTensor = new CutTensor("relu2", 5, new TensorQuantization(4, 0.5f, 0)),
        Skeleton = new byte[] { 8, 8, 58, 3, 18, 1, 103 },
        Weights = [Quantized("w1", 4, 6, 3, 1), Quantized("w2", 5, 4, 8, 2)],
        Floats = [new FloatTensor("b1", [4], [1, -2, 3.5f, 0]), new FloatTensor("scalar", [], [7])],
    };
}
