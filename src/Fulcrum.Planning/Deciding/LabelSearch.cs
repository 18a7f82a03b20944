using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>What a search does with plans.</summary>
internal interface IPlanSink
{
    /// <summary>Whether plans that come to at least this are of no interest.</summary>
    bool IsHopeless(double[] least);

    /// <summary>Takes a whole plan within the limits.</summary>
    void Take(double[] values, DepthSearch search, int pattern, Label? last);
}

/// <summary>
/// The exact search under limits, or for a whole front: plans grow link by link, on each cut only those stay that no other beats in all dimensions, and none whose least rest
/// breaks a limit or cannot reach what is known already.
/// </summary>
internal sealed class LabelSearch(DepthSearch search, int pattern, IPlanSink sink)
{
    private readonly int _dimensions = search.Scope.Dimensions.Count;

    public void Run()
    {
        double[] start = [.. Enumerable.Range(0, _dimensions).Select(search.Base)];
        if (search.Depth == 0)
        {
            Finish(new Label(start, VariantSpace.Empty, 0, null), null, 0);
            return;
        }

        List<Label> reached = [];
        foreach (int cut in search.Space.After(VariantSpace.Empty).Prepend(VariantSpace.Empty).Where(c => search.Allows(0, c)))
        {
            if (WithSegment(start, 0, VariantSpace.Empty, cut) is double[] there)
                Cross(there, cut, 0, null, reached);
        }

        for (int link = 1; link < search.Depth; link++)
            reached = Advance(reached, link);
        foreach (Label label in reached)
            Finish(label, label, search.Depth);
    }

    private List<Label> Advance(List<Label> reached, int link)
    {
        List<Label> next = [];
        Dictionary<int, List<Label>> arriving = [];
        foreach (IGrouping<int, Label> at in reached.GroupBy(l => l.Cut))
        {
            foreach (Label label in at.Where(_ => search.Allows(link, at.Key)))
                HandOn(label, link, next);
            List<Label> best = Label.Undominated([.. at]);
            foreach (int cut in search.Space.After(at.Key).Where(c => search.Allows(link, c)))
            {
                foreach (Label label in best)
                {
                    if (WithSegment(label.Values, link, at.Key, cut) is not double[] there || IsHopeless(there, d => search.Rest(pattern, d).Through[link][cut]))
                        continue;
                    (arriving.TryGetValue(cut, out List<Label>? list) ? list : arriving[cut] = []).Add(new Label(there, cut, -1, label));
                }
            }
        }

        foreach ((int cut, List<Label> labels) in arriving.OrderBy(a => a.Key))
        {
            foreach (Label label in Label.Undominated(labels))
                Cross(label.Values, cut, link, label.Before, next);
        }

        return [.. next.GroupBy(l => (l.Cut, l.Option)).SelectMany(g => Label.Undominated([.. g]))];
    }

    private void Cross(double[] values, int cut, int link, Label? before, List<Label> into)
    {
        for (int o = 0; o < search.Options[cut].Length; o++)
            Add(values, cut, o, link, isRelay: false, before, into);
    }

    private void HandOn(Label label, int link, List<Label> into) => Add(label.Values, label.Cut, label.Option, link, isRelay: true, label, into);

    private void Add(double[] values, int cut, int option, int link, bool isRelay, Label? before, List<Label> into)
    {
        double[] there = new double[_dimensions];
        for (int d = 0; d < _dimensions; d++)
            there[d] = search.Scope.Dimensions[d].Combine(values[d], search.Link(d, link, search.Options[cut][option], isRelay));
        if (!IsHopeless(there, d => search.Rest(pattern, d).After[link][search.First[cut] + option]))
            into.Add(new Label(there, cut, option, before));
    }

    private double[]? WithSegment(double[] values, int tier, int from, int to)
    {
        double[] there = new double[_dimensions];
        for (int d = 0; d < _dimensions; d++)
        {
            there[d] = search.Scope.Dimensions[d].Combine(values[d], search.Segment(d, tier, pattern, from, to));
            if (double.IsPositiveInfinity(there[d]))
                return null;
        }

        return there;
    }

    private bool IsHopeless(double[] values, Func<int, double> rest)
    {
        double[] least = new double[_dimensions];
        for (int d = 0; d < _dimensions; d++)
        {
            least[d] = search.Scope.Dimensions[d].Combine(values[d], rest(d));
            if (least[d] > search.Scope.Dimensions[d].Most || double.IsPositiveInfinity(least[d]))
                return true;
        }

        return sink.IsHopeless(least);
    }

    private void Finish(Label from, Label? last, int tier)
    {
        if (WithSegment(from.Values, tier, last?.Cut ?? VariantSpace.Empty, VariantSpace.Full) is double[] all && !IsHopeless(all, _ => 0))
            sink.Take(all, search, pattern, last);
    }
}
