using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Rules;
using Fulcrum.Operators.Sptq;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Problems;
using Fulcrum.Protocol.Packed;
using Fulcrum.Protocol.Segments;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Operators.Pack;

/// <summary>
/// Weights as few bytes as a size allows, with the least change of the model's outputs: one price of a bit for all layers, at which each is rounded by its curvature; the price is searched until
/// the coded file, biases and header too, has the size.
/// </summary>
internal sealed class Packer
{
    private const int SearchSteps = 16;
    private const double Close = 0.003;
    private readonly OperatorContext _context;
    private readonly PackOptions _options;
    private readonly OutputNoise _meter;
    private readonly LayerCurvature[] _layers;
    private readonly long _floats;
    private readonly bool _hasGradients;

    /// <summary>Measures a model: once, for any number of sizes.</summary>
    /// <param name="model">A float model.</param>
    /// <param name="context">What runs models, and the data.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InputException"><c>pack-nothing</c>, <c>opset-not-liftable</c>, or the data does not fit.</exception>
    public Packer(Model model, OperatorContext context, PackOptions options)
    {
        (_context, _options) = (context, options);
        DatasetSplit samples = context.Needed("pack").Calibration.Take(options.Samples);
        (Prepared, _) = FoldedForm.Of(model);
        WeightSite[] sites = [.. WeightSite.Find(Prepared.Graph, new SptqOptions()).Where(s => s.Layout is not null)];
        if (sites.Length == 0)
            throw new InputException("pack-nothing", model.Graph.Name, "No weight of the model can be packed.", "There is nothing to do.");
        (_layers, _hasGradients) = CurvatureCollector.Run(Prepared, sites, samples, context);
        _meter = new OutputNoise(context, Prepared, samples);
        if (options.Measure)
            _layers = Measured();
        _floats = 4 * Prepared.Graph.Initializers.Where(t => t.Element == ElementType.Float).Sum(t => t.ElementCount);
    }

    /// <summary>The model as it is packed: BatchNormalization folded, constants as weights.</summary>
    public Model Prepared { get; }

    /// <summary>The same with a bias where packed layers have one, under the name that it has there.</summary>
    public Model WithPackedNames => BiasCorrection.Apply(Prepared, _layers.ToDictionary(l => l.Site.Weight.Name, l => new double[l.Layout.Rows]), [.. _layers.Select(l => l.Site)]);

    /// <summary>Layers whose curvature says what was measured with that layer alone on its grid.</summary>
    private LayerCurvature[] Measured()
    {
        double price = StartPrice();
        var measured = new List<LayerCurvature>();
        foreach (LayerCurvature layer in _layers)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            _context.Progress?.Report(new WorkProgress("Measuring layers", measured.Count, _layers.Length));
            RoundedLayer rounded = new LayerRounder(layer, _options).Round(price);
            double noise = _meter.Of(Assemble(Prepared, [rounded]).Model).Noise, factor = Math.Clamp(noise / rounded.Noise, 0.02, 50);
            measured.Add(layer with { RowWeights = [.. layer.RowWeights.Select(s => s * factor)] });
        }

        return [.. measured];
    }

    /// <summary>A price at which coded weights take about a share of the float weights; three bits each by default.</summary>
    private double StartPrice(double share = 3.0 / 32)
    {
        (double low, double high) = (1e-12, 1e6);
        for (int i = 0; i < 24; i++)
        {
            double price = Math.Sqrt(low * high), bytes = 0;
            foreach (LayerCurvature layer in _layers)
                bytes += LayerRounder.Estimate(layer, price * _options.Coarseness);
            if (bytes > share * 4 * _layers.Sum(l => l.Site.Weight.ElementCount))
                low = price;
            else
                high = price;
        }

        return Math.Sqrt(low * high);
    }

    /// <summary>Packs it.</summary>
    /// <param name="size">The most bytes, as a share of the float weights.</param>
    /// <param name="close">How far below it the result may be, as a share of it. Default 0.3 %.</param>
    /// <exception cref="InputException"><c>pack-size</c>.</exception>
    public PackResult Pack(double size, double close = Close)
    {
        LayerRounder[] rounders = [.. _layers.Select(l => new LayerRounder(l, _options))];
        double target = size * _floats, price = close > Close ? StartPrice(size) : StartPrice();
        var search = new PriceSearch(Math.Log(target * (1 - (close / 2))), 32 * size);
        PackResult? best = null;
        for (int i = 0; i < SearchSteps && !(best?.Bytes >= target * (1 - close)); i++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            _context.Progress?.Report(new WorkProgress("Searching the size", i, SearchSteps));
            RoundedLayer[] rounded = [.. rounders.Select(r => r.Round(price))];
            (Model made, PackedModel packed) = Assemble(Prepared, rounded);
            (byte[] file, int graph) = PackedModelWriter.Write(packed);
            long bytes = file.Length - graph;
            if (bytes <= target && bytes > (best?.Bytes ?? 0))
                best = new PackResult(made, packed, file, bytes, _floats, default, _hasGradients, rounded);
            price = search.After(price, bytes);
        }

        return best is null
            ? throw new InputException("pack-size", Prepared.Graph.Name, $"The weights do not fit into {100 * size} % of their float size.", "Allow a larger size.")
            : best with { Noise = _meter.Of(best.Model) };
    }

    /// <summary>The model with packed weights, and the packed form.</summary>
    private (Model Model, PackedModel Packed) Assemble(Model model, RoundedLayer[] rounded)
    {
        Model corrected = BiasCorrection.Apply(model, rounded.ToDictionary(r => r.Layer.Site.Weight.Name, r => r.MeanErrors()), [.. rounded.Select(r => r.Layer.Site)]);
        Dictionary<string, PackedTensor> packed = rounded.Select(r => r.Packed).Concat(BiasPacking.Of(corrected, rounded)).ToDictionary(t => t.Name);
        Tensor[] floats = [.. corrected.Graph.Initializers.Where(t => t.Element == ElementType.Float && !packed.ContainsKey(t.Name))];
        HashSet<string> taken = [.. packed.Keys, .. floats.Select(t => t.Name)];
        Model skeleton = corrected with { Graph = corrected.Graph with { Initializers = [.. corrected.Graph.Initializers.Where(t => !taken.Contains(t.Name))] } };
        Model made = Subgraph.ReplaceInitializers(corrected, packed.Values.ToDictionary(t => t.Name, t => Tensor.From<float>(t.Name, t.Shape, t.Dequantize())));
        PackedTensor[] ordered = [.. corrected.Graph.Initializers.Where(t => packed.ContainsKey(t.Name)).Select(t => packed[t.Name])];
        return (made, new PackedModel(_context.Serialize(skeleton), ordered, [.. floats.Select(t => new FloatTensor(t.Name, t.Shape, t.Values<float>().ToArray()))]));
    }
}

/// <summary>A packed model.</summary>
/// <param name="Model">It with the floats that its codes stand for.</param>
/// <param name="Packed">Its packed form.</param>
/// <param name="File">That as a file.</param>
/// <param name="Bytes">Of all that the float weights are rebuilt from.</param>
/// <param name="FloatBytes">Of the float weights.</param>
/// <param name="Noise">What its outputs on calibration samples are off.</param>
/// <param name="HasGradients">Whether channels were weighed by gradients.</param>
/// <param name="Layers">The layers and what each adds to the noise.</param>
internal sealed record PackResult(Model Model, PackedModel Packed, byte[] File, long Bytes, long FloatBytes, NoiseReading Noise, bool HasGradients, IReadOnlyList<RoundedLayer> Layers);
