using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Deciding;

/// <summary>
/// The least that one dimension can still add, by dynamic programming from the last link to the first. After a link, either the next tier runs something and any coding may follow,
/// or it runs nothing and hands on what it got.
/// </summary>
internal sealed class LeastRest
{
    public LeastRest(DepthSearch search, int pattern, int dimension)
    {
        (int depth, int cuts, int options) = (search.Depth, search.Options.Length, search.First[^1]);
        (Through, After) = (Table<double>(depth, cuts), Table<double>(depth, options));
        (Next, Best, Stays) = (Table<int>(depth, cuts), Table<int>(depth, cuts), Table<bool>(depth, options));
        for (int link = depth - 1; link >= 0; link--)
        {
            Array.Fill(Through[link], double.PositiveInfinity);
            for (int cut = 0; cut < cuts; cut++)
            {
                if (search.Allows(link, cut))
                    Fill(search, pattern, dimension, link, cut);
            }
        }
    }

    /// <summary>From a cut's crossing of a link on, the crossing included; for each link and cut.</summary>
    public double[][] Through { get; }

    /// <summary>After an option has crossed a link; for each link and option.</summary>
    public double[][] After { get; }

    /// <summary>The next cut when the next tier runs something.</summary>
    public int[][] Next { get; }

    /// <summary>The best option of a cut on a link.</summary>
    public int[][] Best { get; }

    /// <summary>Whether the best that follows an option is to hand it on.</summary>
    public bool[][] Stays { get; }

    private void Fill(DepthSearch search, int pattern, int dimension, int link, int cut)
    {
        Dimension d = search.Scope.Dimensions[dimension];
        bool isLast = link == search.Depth - 1;
        double onward = isLast ? search.Segment(dimension, search.Depth, pattern, cut, VariantSpace.Full) : double.PositiveInfinity;
        if (!isLast)
        {
            double[] through = Through[link + 1];
            foreach (int next in search.Space.After(cut))
            {
                if (!(through[next] < onward))
                    continue;
                double cost = d.Combine(search.Segment(dimension, link + 1, pattern, cut, next), through[next]);
                if (cost < onward)
                    (onward, Next[link][cut]) = (cost, next);
            }
        }

        for (int i = 0; i < search.Options[cut].Length; i++)
        {
            (int option, LinkOption facts) = (search.First[cut] + i, search.Options[cut][i]);
            double rest = onward;
            if (!isLast && search.Allows(link + 1, cut) && d.Combine(search.Link(dimension, link + 1, facts, isRelay: true), After[link + 1][option]) is double handed && handed < rest)
                (rest, Stays[link][option]) = (handed, true);
            After[link][option] = rest;
            double total = d.Combine(search.Link(dimension, link, facts, isRelay: false), rest);
            if (total < Through[link][cut])
                (Through[link][cut], Best[link][cut]) = (total, option);
        }
    }

    private static T[][] Table<T>(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new T[columns])];
}
