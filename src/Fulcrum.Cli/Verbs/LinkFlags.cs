using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--link TEXT`: see the other side through a link of these figures.</summary>
internal static class LinkFlags
{
    private static readonly Option<string?> Link = new("--link") { Description = "Imitate a link to the other side, for example up=20Mbps,down=50Mbps,rtt=12ms,jitter=lognormal:1ms:10ms,loss=1%,seed=1; each part may be left out." };

    public static void AddTo(Command command) => command.Options.Add(Link);

    /// <summary>The link to imitate; null when there is nothing to imitate.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>.</exception>
    public static LinkShape? Shape(VerbContext context) => context.Value(Link) is string text && LinkText.Parse(text, Link.Name) is { IsShaped: true } shape ? shape : null;
}
