using Fulcrum.Graphs;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>The weights of a variant: which nodes read them, and what each pattern makes of them.</summary>
internal sealed class WeightFacts
{
    private readonly int[][] _weights;
    private readonly int[] _seen;
    private readonly WeightChoice[][] _choices;
    private readonly string[] _names;
    private readonly string _variant;
    private readonly IReadOnlyDictionary<string, IReadOnlySet<string>> _held;
    private int _stamp;

    public WeightFacts(Variant variant, IReadOnlyDictionary<string, IReadOnlySet<string>> held)
    {
        Dictionary<string, int> ids = [];
        List<Tensor> tensors = [];
        _weights = new int[variant.Map.Model.Graph.Nodes.Count][];
        for (int node = 0; node < _weights.Length; node++)
        {
            Tensor[] read = [.. variant.Map.WeightsOf(node)];
            foreach (Tensor weight in read.Where(w => ids.TryAdd(w.Name, ids.Count)))
                tensors.Add(weight);
            _weights[node] = [.. read.Select(w => ids[w.Name])];
        }

        IReadOnlyList<WeightPattern> patterns = variant.Patterns.Count > 0 ? variant.Patterns : [new WeightPattern(TensorCoding.Plain, new Dictionary<string, WeightChoice>())];
        (_variant, _held, _seen, _names) = (variant.Name, held, new int[tensors.Count], [.. tensors.Select(t => t.Name)]);
        Patterns = [.. patterns.Select(p => p.Name)];
        _choices = [.. patterns.Select(p => tensors.Select(t => p.Weights.TryGetValue(t.Name, out WeightChoice choice) ? choice : AsStored(t)).ToArray())];
    }

    /// <summary>The names of the patterns.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>What a tier holds already is named like this.</summary>
    public static string HeldName(string variant, string weight, int bits) => $"{variant}:{weight}:{bits}";

    /// <summary>Bytes to fetch, points lost and bytes resident of the weights that nodes read, each weight once. A tier with the models fetches and loses nothing.</summary>
    public (double Fetch, double Drop, double Resident) Of(Tier tier, int pattern, List<int> nodes)
    {
        (double fetch, double drop, double resident) = (0, 0, 0);
        IReadOnlySet<string>? held = _held.GetValueOrDefault(tier.Name);
        _stamp++;
        foreach (int node in nodes)
        {
            foreach (int weight in _weights[node])
            {
                if (_seen[weight] == _stamp)
                    continue;
                _seen[weight] = _stamp;
                WeightChoice choice = _choices[pattern][weight];
                resident += choice.ResidentBytes;
                if (tier.HoldsModels)
                    continue;
                drop += choice.DropPoints;
                fetch += held is not null && held.Contains(HeldName(_variant, _names[weight], choice.Bits)) ? 0 : choice.Bytes;
            }
        }

        return (fetch, drop, resident);
    }

    private static WeightChoice AsStored(Tensor tensor)
    {
        double bytes = tensor.Element.ByteCount(tensor.ElementCount);
        return new WeightChoice(tensor.Element.BitWidth(), bytes, 0, bytes);
    }
}
