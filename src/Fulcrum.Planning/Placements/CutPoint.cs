using Fulcrum.Cuts;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>A cut as the planner sees it: what crosses on each way through the model, and every coding that no other beats.</summary>
internal sealed class CutPoint
{
    private readonly (double Mean, double Median, double Tail)[] _crossing;
    private readonly double[] _fixed;

    public CutPoint(Variant variant, VariantPaths paths, CrossingFacts facts, Cut cut)
    {
        int nodes = variant.Map.Model.Graph.Nodes.Count;
        (Cut, Head) = (cut, NodeBits.Of(nodes, cut.HeadNodes));
        IsFull = cut.HeadNodes.Count == variant.Map.AllInHead.HeadNodes.Count;
        Tensors = IsFull ? [] : [.. cut.Tensors.Select(t => t.Name)];
        CrossesInput = Tensors.Any(facts.IsInput);
        _crossing = [.. Tensors.Select(t => paths.Weigh(p => facts.Readers(t).Any(r => !NodeBits.Has(Head, r) && paths.Has(p, r)) ? 1 : 0))];
        int[] tail = IsFull ? [] : [.. variant.Map.AllInHead.HeadNodes.Where(n => !NodeBits.Has(Head, n))];
        (double Mean, double Median, double Tail) use = paths.Weigh(p => tail.Any(n => paths.Has(p, n)) ? 1 : 0);
        (double Mean, double Median, double Tail) answer = paths.Weigh(p => facts.Answers.Where(a => !NodeBits.Has(Head, a.Maker) && paths.Has(p, a.Maker)).Sum(a => a.Bytes));
        _fixed = [0, 0, 0, answer.Mean, answer.Median, answer.Tail, use.Mean, use.Median, use.Tail, 0, 0, 0, 0, 0, 0, 0];
        Options = IsFull ? [] : OptionFilter.Of(Tensors.Count, t => facts.Codings(Tensors[t]), Option);
    }

    public Cut Cut { get; }

    public ulong[] Head { get; }

    public bool IsFull { get; }

    public bool CrossesInput { get; }

    public IReadOnlyList<string> Tensors { get; }

    public IReadOnlyList<LinkOption> Options { get; }

    /// <summary>The option with given codings of the first tensors.</summary>
    public LinkOption Option(IReadOnlyList<TensorCoding> codings)
    {
        double[] q = [.. _fixed];
        double leakage = 0;
        for (int t = 0; t < codings.Count; t++)
        {
            Add(q, LinkQuantity.Up, codings[t].Bytes, _crossing[t]);
            Add(q, LinkQuantity.Encode, codings[t].EncodeSeconds, _crossing[t]);
            Add(q, LinkQuantity.Decode, codings[t].DecodeSeconds, _crossing[t]);
            q[LinkQuantity.Drop] += codings[t].DropPoints;
            leakage = Math.Max(leakage, codings[t].Leakage);
        }

        return new LinkOption(codings, q, leakage);
    }

    private static void Add(double[] q, int first, double value, (double Mean, double Median, double Tail) share)
    {
        q[first] += value * share.Mean;
        q[first + 1] += value * share.Median;
        q[first + 2] += value * share.Tail;
    }
}
