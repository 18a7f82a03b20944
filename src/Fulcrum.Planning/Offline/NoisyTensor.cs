using Fulcrum.Planning.Segments;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Planning.Offline;

/// <summary>A tensor whose quantization is measured: run the chain with it quantized, or with scaled uniform noise on it, all else float.</summary>
internal abstract class NoisyTensor(ChainExecutor chain)
{
    /// <summary>The executor it runs on.</summary>
    protected ChainExecutor Chain { get; } = chain;

    /// <summary>Runs with the tensor quantized to a width; the logits are the executor's result.</summary>
    public abstract void RunQuantized(int bits);

    /// <summary>Runs with uniform noise of <paramref name="scale"/> grid steps (of the 8-bit grid) on the tensor.</summary>
    public abstract void RunNoisy(double scale, ulong seed);
}

/// <summary>The weights of one layer.</summary>
internal sealed class NoisyWeights(ChainExecutor chain, int layer) : NoisyTensor(chain)
{
    private readonly Dictionary<int, QuantizedWeights> _quantized = [];
    private float[]? _steps;

    /// <summary>The layer's weights at a width, quantized once.</summary>
    public QuantizedWeights Quantized(int bits) => _quantized.TryGetValue(bits, out QuantizedWeights? known)
        ? known
        : _quantized[bits] = SegmentBuilder.Quantize(Chain.Chain.Layers[layer - 1], bits);

    /// <summary>Puts the layer's weights at a width (32: float) where changed runs read them.</summary>
    public void Place(int bits)
    {
        if (bits == 32)
            Chain.Chain.Layers[layer - 1].Weight.Values<float>().CopyTo(Chain.ChangedWeights(layer));
        else
            Quantized(bits).Dequantize().CopyTo(Chain.ChangedWeights(layer));
    }

    public override void RunQuantized(int bits)
    {
        Place(bits);
        Finish();
    }

    public override void RunNoisy(double scale, ulong seed)
    {
        float[] steps = _steps ??= StepPerValue();
        ReadOnlySpan<float> weights = Chain.Chain.Layers[layer - 1].Weight.Values<float>();
        Span<float> changed = Chain.ChangedWeights(layer);
        var noise = new NoiseSource(seed);
        for (int i = 0; i < changed.Length; i++)
            changed[i] = weights[i] + ((float)scale * steps[i] * noise.Next());
        Finish();
    }

    private void Finish()
    {
        Chain.Run(layer, layer, working: false, changed: true);
        Chain.Run(layer + 1, Chain.Chain.Depth, working: true, changed: false);
    }

    private float[] StepPerValue()
    {
        QuantizedWeights grid = Quantized(WeightQuantizer.MaximumBits);
        sbyte[] ones = new sbyte[grid.Symbols.Length];
        Array.Fill(ones, (sbyte)1);
        return (grid with { Symbols = ones }).Dequantize();
    }
}

/// <summary>The tensor that crosses one cut.</summary>
internal sealed class NoisyCut(ChainExecutor chain, int cut) : NoisyTensor(chain)
{
    private readonly Dictionary<int, TensorQuantization> _quantizations = [];

    /// <summary>The grid of a width over the range seen on the samples.</summary>
    public TensorQuantization Quantization(int bits) => bits == 32 ? TensorQuantization.Float
        : _quantizations.TryGetValue(bits, out TensorQuantization known) ? known
        : _quantizations[bits] = RangeChooser.Choose(Chain.ReferenceAt(cut), bits);

    public override void RunQuantized(int bits)
    {
        Chain.ReferenceAt(cut).CopyTo(Chain.WorkingAt(cut));
        TensorCodec.RoundTrip(Chain.WorkingAt(cut), Quantization(bits));
        Chain.Run(cut + 1, Chain.Chain.Depth, working: true, changed: false);
    }

    public override void RunNoisy(double scale, ulong seed)
    {
        float step = (float)scale * Quantization(8).Scale;
        ReadOnlySpan<float> values = Chain.ReferenceAt(cut);
        Span<float> changed = Chain.WorkingAt(cut);
        var noise = new NoiseSource(seed);
        for (int i = 0; i < changed.Length; i++)
            changed[i] = values[i] + (step * noise.Next());
        Chain.Run(cut + 1, Chain.Chain.Depth, working: true, changed: false);
    }
}
