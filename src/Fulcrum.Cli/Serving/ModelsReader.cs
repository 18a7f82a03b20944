using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Server;

namespace Fulcrum.Cli.Serving;

/// <summary>Reads how the models of a repository are served: the file's <c>models</c>.</summary>
internal static class ModelsReader
{
    private const int MostCount = 1_000_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>What is not said; the repository is said elsewhere.</summary>
    public static ServerOptions Standard { get; } = new() { Repository = "" };

    /// <summary>Reads it; what is wrong is added to the problems.</summary>
    public static ServerOptions Read(ConfigFields fields, List<Problem> problems)
    {
        var bounded = new BoundedFields(fields, "models.", problems);
        ServerOptions options = Standard with
        {
            ModelControl = fields.OptionalText("control") is string control && IsExplicit(control, $"{ServeConfig.Code}-malformed", "models.control", problems),
            LoadModels = fields.Texts("load"),
            MaxQueue = bounded.Count("max_queue", Standard.MaxQueue, MostCount),
            MaxClientRequests = bounded.Count("max_client_requests", Standard.MaxClientRequests, MostCount, least: 0),
            BatchSamples = bounded.Count("batch", Standard.BatchSamples, MostCount),
            BatchDelay = bounded.Duration("batch_delay", Standard.BatchDelay),
        };
        fields.Close();
        if (options.BatchDelay > LongestDelay)
            problems.Add(new Problem($"{ServeConfig.Code}-out-of-range", "models.batch_delay", "A request waits a minute at most.", "Write for example \"2ms\"."));
        return options;
    }

    /// <summary>Whether clients load and unload models; another word is a problem.</summary>
    public static bool IsExplicit(string control, string code, string place, List<Problem> problems)
    {
        if (control is not ("none" or "explicit"))
            problems.Add(new Problem(code, place, $"There is no model control '{control}'.", "Use none or explicit."));
        return control == "explicit";
    }
}
