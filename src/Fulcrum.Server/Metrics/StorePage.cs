using System.Globalization;
using System.Text;

namespace Fulcrum.Server.Metrics;

/// <summary>How a replica stands with its store.</summary>
internal static class StorePage
{
    /// <param name="text">The page.</param>
    /// <param name="isInStep">Whether the last look succeeded.</param>
    /// <param name="versions">The newest version that is served of each publication.</param>
    public static void Render(StringBuilder text, bool isInStep, IReadOnlyList<(string Kind, string Name, long Version)> versions)
    {
        text.Append("# HELP fulcrum_store_in_step Whether the last look into the store succeeded.\n# TYPE fulcrum_store_in_step gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"fulcrum_store_in_step {(isInStep ? 1 : 0)}\n");
        text.Append("# HELP fulcrum_published_version The newest version of a publication that is served.\n# TYPE fulcrum_published_version gauge\n");
        foreach ((string kind, string name, long version) in versions)
            text.Append(CultureInfo.InvariantCulture, $"fulcrum_published_version{{kind=\"{kind}\",name=\"{name}\"}} {version}\n");
    }
}
