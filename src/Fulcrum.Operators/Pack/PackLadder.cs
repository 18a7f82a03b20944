using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Operators.Pack;

/// <summary>A model's weights at several sizes, measured once: what a planner chooses from.</summary>
/// <param name="Prepared">The model as it is packed, biases too: its tensors have the names that the rungs use.</param>
/// <param name="Rungs">By the sizes asked for, those that can be reached.</param>
public sealed record PackLadder(Model Prepared, IReadOnlyList<PackRung> Rungs)
{
    /// <summary>Rungs may be a tenth smaller than asked for: large models are rounded only a few times.</summary>
    private const double RungWidth = 0.1;

    /// <summary>Packs a model to each of several sizes.</summary>
    /// <param name="model">A float model.</param>
    /// <param name="sizes">Shares of the float weights' bytes.</param>
    /// <param name="options">How; its size is not used.</param>
    /// <param name="context">What runs models, and the data.</param>
    /// <exception cref="Problems.InputException"><c>pack-nothing</c>, <c>opset-not-liftable</c>, or the data does not fit.</exception>
    public static PackLadder Of(Model model, IReadOnlyList<double> sizes, PackOptions options, OperatorContext context)
    {
        var packer = new Packer(model, context, options);
        return new PackLadder(packer.WithPackedNames, [.. sizes.Select(s => Rung(s, packer.Pack(s, RungWidth)))]);
    }

    private static PackRung Rung(double size, PackResult packed)
    {
        Dictionary<string, double> noise = packed.Layers.ToDictionary(l => l.Packed.Name, l => l.Noise);
        double heard = Math.Max(noise.Values.Sum(), 1e-300), relative = packed.Noise.Noise / packed.Noise.Signal;
        IReadOnlyList<double> sizes = PackedSizes.Of(packed.Packed, packed.Bytes);
        return new PackRung(size, packed.Bytes, packed.FloatBytes, relative,
            [.. packed.Packed.Tensors.Select((t, i) => new PackedWeight(t, sizes[i], relative * noise.GetValueOrDefault(t.Name) / heard))]);
    }
}

/// <summary>A model's weights at one size.</summary>
/// <param name="Size">The share asked for.</param>
/// <param name="Bytes">Of all that the float weights are rebuilt from.</param>
/// <param name="FloatBytes">Of the float weights.</param>
/// <param name="Noise">Change of the outputs on calibration samples when all of them are coded, as a share of the outputs' energy.</param>
/// <param name="Weights">The tensors.</param>
public sealed record PackRung(double Size, long Bytes, long FloatBytes, double Noise, IReadOnlyList<PackedWeight> Weights);

/// <summary>One of them.</summary>
/// <param name="Tensor">Its codes.</param>
/// <param name="Bytes">Its part of the coded bytes.</param>
/// <param name="Noise">Its part of the noise.</param>
public sealed record PackedWeight(PackedTensor Tensor, double Bytes, double Noise);
