using Fulcrum.Evaluation.Calibration;
using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Writes the quantized graph: QuantizeLinear and DequantizeLinear around integer nodes, weights as int8, biases as int32 on the product of the input's and
/// the weight's scales. Values keep their names: what was read under a name is still read under it.
/// </summary>
internal class QdqWriter
{
    private readonly Model _model;
    private readonly QuantizationMap _map;
    private readonly IReadOnlyDictionary<string, ActivationGrid> _grids;
    private readonly IReadOnlyDictionary<string, WeightGrid> _weights;
    private readonly SptqOptions _options;
    private readonly GraphIndex _index;
    private readonly GraphTypes _types;
    private readonly GraphBuilder _builder;
    private readonly Dictionary<string, string> _dequantized = [];
    private readonly Dictionary<string, float[]> _weightScales = [];

    /// <summary>A writer for one model.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="map">Which of its nodes become integer.</param>
    /// <param name="grids">The grid of every tensor of the map, by its group.</param>
    /// <param name="weights">Grids of weights, by name; constants that are not among them are rounded to the nearest.</param>
    /// <param name="options">Bits of those.</param>
    public QdqWriter(Model model, QuantizationMap map, IReadOnlyDictionary<string, ActivationGrid> grids, IReadOnlyDictionary<string, WeightGrid> weights, SptqOptions options)
    {
        (_model, _map, _grids, _weights, _options) = (model, map, grids, weights, options);
        (_index, _types) = (new GraphIndex(model.Graph), TypeInference.Infer(model));
        _builder = GraphBuilder.From(model.Graph with { Nodes = [] });
        foreach (Node node in model.Graph.Nodes)
            _builder.Reserve(node);
    }

    /// <summary>The graph under construction.</summary>
    private protected GraphBuilder Builder => _builder;

    /// <summary>Types of the float model's values.</summary>
    private protected GraphTypes Types => _types;

    public virtual Model Write()
    {
        for (int i = 0; i < _model.Graph.Nodes.Count; i++)
        {
            if (_map.IsActivation(i))
                continue;
            if (_map.Contains(i))
                WriteInteger(i);
            else
                _builder.Add(_model.Graph.Nodes[i]);
        }

        return _model with { Graph = _builder.OfRead(_model.Graph) };
    }

    private void WriteInteger(int position)
    {
        Node node = _model.Graph.Nodes[position];
        string[] inputs = [.. node.Inputs.Select((input, i) => Input(node, input, i))];
        string output = _map.OutputOf(position);
        bool endsInFloat = _map.EndsInFloat(position);
        Node? activation = _map.ActivationOf(position);
        string raw = endsInFloat ? output : _builder.Unique($"{output}/float");
        string inner = activation is null ? raw : node.Outputs[0];
        _builder.Add(node with { Inputs = inputs, Outputs = [inner, .. node.Outputs.Skip(1)] });
        if (activation is not null)
            _builder.Add(activation with { Outputs = [raw] });
        if (!endsInFloat)
            WritePair(raw, output, output);
    }

    /// <summary>value -> QuantizeLinear -> DequantizeLinear -> name.</summary>
    private protected virtual void WritePair(string value, string name, string stem)
    {
        ActivationGrid grid = _grids[_map.GroupOf(stem)];
        string scale = Constant($"{stem}/scale", grid.Scale), zero = Constant($"{stem}/zero", grid.Zero);
        string stored = _builder.Emit("QuantizeLinear", [value, scale, zero], $"{stem}/quantized");
        _builder.Add(new Node("DequantizeLinear", [stored, scale, zero], [name]) { Name = $"{stem}/DequantizeLinear" });
    }

    private string Input(Node node, string input, int position)
    {
        if (input.Length == 0 || _types.Tensor(input)?.Element != ElementType.Float)
            return input;
        if (_index.Initializer(input) is Tensor constant)
            return (node.OpType, position) switch
            {
                ("Conv" or "Gemm", 2) => Bias(node, constant),
                ("Conv" or "Gemm" or "MatMul", _) => Weight(node, constant, position),
                _ => Operand(constant),
            };
        if (IsMadeQuantized(input))
            return input;
        if (!_dequantized.TryGetValue(input, out string? name))
        {
            _dequantized[input] = name = _builder.Unique($"{input}/dequantized");
            WritePair(input, name, input);
        }

        return name;
    }

    private bool IsMadeQuantized(string value)
    {
        if (_index.Producer(value) is not int maker)
            return false;
        int node = _map.IsActivation(maker) ? _index.Producer(_model.Graph.Nodes[maker].Inputs[0])!.Value : maker;
        return _map.Contains(node) && _map.OutputOf(node) == value && !_map.EndsInFloat(node);
    }

    private string Weight(Node node, Tensor weight, int position)
    {
        string key = $"{weight.Name}/dequantized";
        if (_dequantized.TryGetValue(key, out string? known))
            return known;
        if (position != 1 || !_weights.TryGetValue(weight.Name, out WeightGrid? grid))
        {
            NodePrecision precision = _options.For(node);
            int? axis = precision.PerChannel && position == 1 ? OpCatalog.Find(node)!.Weight(_types.Typed(node))?.ChannelAxis : null;
            grid = WeightGrid.Of(weight, axis, precision.Bits);
        }

        _weightScales[weight.Name] = grid.Scales;
        return _dequantized[key] = WriteWeight(weight, grid);
    }

    /// <summary>A constant beside an activation, in an Add or Mul: integer kernels take both in one type.</summary>
    private string Operand(Tensor constant)
    {
        string key = $"{constant.Name}/operand";
        if (_dequantized.TryGetValue(key, out string? known))
            return known;
        float[] values = constant.Values<float>().ToArray();
        ActivationGrid grid = ActivationGrid.Of(new ValueRange(values.Append(0).Min(), values.Append(0).Max()));
        byte[] stored = Array.ConvertAll(values, v => (byte)Math.Clamp(Math.Round(v / (double)grid.Scale) + grid.Zero, 0, 255));
        string name = _builder.Constant(Tensor.From<byte>(_builder.Unique($"{constant.Name}/quantized"), constant.Shape, stored));
        return _dequantized[key] = _builder.Dequantize(name, constant.Name, [grid.Scale], null, Tensor.Scalar("", grid.Zero));
    }

    /// <summary>The float values of a constant that is put on a grid.</summary>
    private protected virtual string WriteWeight(Tensor weight, WeightGrid grid) => _builder.Dequantize(grid, weight.Name);

    /// <summary>int32 on the grid that the integer product lies on, so that adding it costs no rounding.</summary>
    private protected virtual string Bias(Node node, Tensor bias)
    {
        float input = _grids[_map.GroupOf(node.Inputs[0])].Scale * node.Float("alpha", 1);
        float[] weights = _weightScales[node.Inputs[1]], values = bias.Values<float>().ToArray();
        float[] scales = [.. Enumerable.Range(0, weights.Length == 1 ? 1 : values.Length).Select(c => input * weights[c])];
        int[] stored = [.. values.Select((v, c) => (int)Math.Clamp(Math.Round(v / (double)scales[scales.Length == 1 ? 0 : c]), int.MinValue, int.MaxValue))];
        string name = _builder.Constant(Tensor.From<int>(_builder.Unique($"{bias.Name}/quantized"), bias.Shape, stored));
        bool perChannel = scales.Length > 1;
        return _builder.Dequantize(name, bias.Name, scales, perChannel ? 0 : null, Tensor.From<int>("", perChannel ? [scales.Length] : [], new int[scales.Length]));
    }

    private string Constant<T>(string name, T value) where T : unmanaged => _builder.Constant(Tensor.Scalar(_builder.Unique(name), value));
}
