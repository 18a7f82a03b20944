using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Pack;

/// <summary>Packing as a step of a composition: the weights become what a coded file of a given size holds, and that file is written too.</summary>
/// <param name="options">How small.</param>
public sealed class PackStep(PackOptions options) : IDeploymentOperator
{
    /// <inheritdoc/>
    public string Name => "pack";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model model = input.NeededWhole(Name, "A model in parts cannot be packed: its parts would be measured without each other.");
        PackResult result = new Packer(model, context, options).Pack(options.Size);
        long weights = result.Packed.Tensors.Sum(t => t.Symbols.LongLength);
        return input.With([result.Model],
            string.Create(CultureInfo.InvariantCulture, $"pack: {result.Bytes} bytes of weights, {100.0 * result.Bytes / result.FloatBytes:0.000} % of {result.FloatBytes}: {8.0 * result.Bytes / (result.FloatBytes / 4.0):0.000} bits each"),
            string.Create(CultureInfo.InvariantCulture, $"pack: {result.Packed.Tensors.Sum(t => t.EntropyBytes()):0} bytes by order-0 entropy of {weights} codes; on calibration samples outputs are off by {100 * Math.Sqrt(result.Noise.Noise / result.Noise.Signal):0.00} %, {100 * result.Noise.Agreement:0.00} % of answers the same"))
            with { Packed = result.File };
    }
}
