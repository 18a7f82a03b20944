using System.Globalization;
using System.Text;

namespace Fulcrum.Server.Metrics;

/// <summary>How often worker processes had to be started again.</summary>
internal static class WorkerPage
{
    /// <param name="text">The page.</param>
    /// <param name="restarts">By model; nothing is written without any.</param>
    public static void Render(StringBuilder text, IReadOnlyList<(string Model, long Restarts)> restarts)
    {
        if (restarts.Count == 0)
            return;
        text.Append("# HELP fulcrum_worker_restarts_total Worker processes started in the place of others that ended.\n# TYPE fulcrum_worker_restarts_total counter\n");
        foreach ((string model, long count) in restarts)
            text.Append(CultureInfo.InvariantCulture, $"fulcrum_worker_restarts_total{{model=\"{TritonPage.Escape(model)}\"}} {count}\n");
    }
}
