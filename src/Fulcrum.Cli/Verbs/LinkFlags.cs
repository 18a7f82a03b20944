using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--link-up R --link-down R --link-rtt T`: see a server through a link of these figures.</summary>
internal static class LinkFlags
{
    private const double LongestSeconds = 60;
    private static readonly Option<double?> Up = Quantity.Option("--link-up", Unit.DataRate, "Imitate a link to the other side: its rate up.");
    private static readonly Option<double?> Down = Quantity.Option("--link-down", Unit.DataRate, "Its rate down.");
    private static readonly Option<double?> RoundTrip = Quantity.Option("--link-rtt", Unit.Duration, "Its round trip, half of it each way.");

    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Up, Down, RoundTrip])
            command.Options.Add(option);
    }

    /// <summary>The link to imitate; null when none of the options is given.</summary>
    /// <exception cref="InputException"><c>option-malformed</c> for a rate of zero or a round trip of over a minute.</exception>
    public static LinkShape? Shape(VerbContext context)
    {
        List<Problem> problems = [];
        foreach (Option<double?> rate in (Option<double?>[])[Up, Down])
        {
            if (context.Value(rate) <= 0)
                problems.Add(new("option-malformed", rate.Name, "Nothing gets through a link without a rate.", "Give more than zero."));
        }

        if (context.Value(RoundTrip) > LongestSeconds)
            problems.Add(new("option-malformed", RoundTrip.Name, $"A round trip takes at most {LongestSeconds} s here.", "Give less."));
        if (problems.Count > 0)
            throw new InputException(problems);
        var shape = new LinkShape(context.Value(Up), context.Value(Down), TimeSpan.FromSeconds(context.Value(RoundTrip) ?? 0));
        return shape.IsShaped ? shape : null;
    }
}
