using System.Text.RegularExpressions;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tiers;

/// <summary>What may be handed to ssh and to the shell behind it: destinations and programs of which nothing can be taken for an option or a command.</summary>
internal static partial class SshNames
{
    public static IEnumerable<Problem> Check(Tier tier, string place)
    {
        if (tier.Ssh is not null && !IsDestination(tier.Ssh))
            yield return new("tiers-ssh", $"{place}.ssh", $"'{Printable.Of(tier.Ssh, 80)}' is no destination of ssh.", "Write USER@HOST, ssh://USER@HOST:PORT or an alias of ~/.ssh/config: letters, digits and ._:%+-, not a dash first.");
        if (tier.Ssh is null && tier.Program != Tier.DefaultProgram)
            yield return new("tiers-ssh", $"{place}.program", "The tier has a program and no machine to run it on.", "Say where with \"ssh\", or take it out.");
        if (!IsProgram(tier.Program))
            yield return new("tiers-ssh", $"{place}.program", $"'{Printable.Of(tier.Program, 80)}' is neither a path from / nor a plain name.", "Write for example /opt/fulcrum/fulcrum.");
        if (tier is { Ssh: not null, Host: Uri host } && (host.Scheme != "http" || host.PathAndQuery != "/" || host.UserInfo.Length > 0))
            yield return new("tiers-ssh", $"{place}.host", $"'{host}' is more than where to listen.", "Write http, an address and a port: \"http://192.168.1.20:8080\".");
    }

    internal static bool IsDestination(string text) => text.Length <= 255 && Destination().IsMatch(text);

    internal static bool IsProgram(string text) => text.Length <= 1024 && (PlainName().IsMatch(text) || (text.StartsWith('/') && !text.Any(char.IsControl)));

    [GeneratedRegex(@"^(ssh://)?([A-Za-z0-9_][A-Za-z0-9._+-]*@)?([A-Za-z0-9_:][A-Za-z0-9._:%-]*|\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\](:[0-9]+)?)\z")]
    private static partial Regex Destination();

    [GeneratedRegex(@"^[A-Za-z0-9._+][A-Za-z0-9._+-]*\z")]
    private static partial Regex PlainName();
}
