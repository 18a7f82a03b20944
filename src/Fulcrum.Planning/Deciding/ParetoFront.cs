using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>Keeps every plan that no other beats in the objectives.</summary>
internal sealed class ParetoFront(int objectives) : IPlanSink
{
    private readonly List<(double[] Values, Func<Plan> Build)> _points = [];

    public IEnumerable<Plan> Plans => _points.OrderBy(p => p.Values[0]).ThenBy(p => p.Values[1 % objectives]).Select(p => p.Build());

    public bool IsHopeless(double[] least) => _points.Exists(p => IsNoWorse(p.Values, least));

    public void Take(double[] values, DepthSearch search, int pattern, Label? last)
    {
        if (IsHopeless(values))
            return;
        _points.RemoveAll(p => IsNoWorse(values, p.Values));
        (int[] cuts, LinkOption[] options) = Label.Path(last, search);
        _points.Add((values, () => search.Space.Build(pattern, cuts, options)));
    }

    private bool IsNoWorse(double[] a, double[] b)
    {
        for (int d = 0; d < objectives; d++)
        {
            if (a[d] > b[d])
                return false;
        }

        return true;
    }
}
