using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Exits;

/// <summary>What samples cost that leave a model at its exits, when only some of them are asked.</summary>
public sealed class ExitWork
{
    private readonly Model _model;
    private readonly GraphIndex _index;
    private readonly long[] _macs;
    private readonly string _final;
    private readonly double _whole;

    /// <summary>Prepares.</summary>
    /// <param name="model">A whole model, its exits among its outputs.</param>
    /// <param name="final">Its own output.</param>
    public ExitWork(Model model, string final)
    {
        GraphTypes types = TypeInference.Infer(model);
        (_model, _index, _final) = (model, new GraphIndex(model.Graph), final);
        _macs = [.. model.Graph.Nodes.Select(n => types.Macs(n) ?? 0)];
        _whole = Math.Max(1, Sum([final])[0]);
    }

    /// <summary>For each exit that is asked and the end, multiply-accumulates of a sample that leaves there, as a share of the model without exits.</summary>
    /// <param name="exits">Outputs, in order.</param>
    public IReadOnlyList<double> Shares(IEnumerable<string> exits) => [.. Sum([.. exits, _final]).Select(m => m / _whole)];

    private double[] Sum(string[] outputs)
    {
        HashSet<int> reached = [];
        double sum = 0;
        return [.. outputs.Select(Add)];

        double Add(string output)
        {
            var pending = new Stack<string>([output]);
            while (pending.TryPop(out string? value))
            {
                if (_index.Producer(value) is not int maker || !reached.Add(maker))
                    continue;
                sum += _macs[maker];
                foreach (string read in GraphIndex.Reads(_model.Graph.Nodes[maker]))
                    pending.Push(read);
            }

            return sum;
        }
    }
}
