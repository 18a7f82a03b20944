using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Server;

namespace Fulcrum.Cli.Serving;

/// <summary>How the models of a repository are served: the file's <c>models</c>.</summary>
internal sealed record ModelsConfig
{
    public const int MostCount = 1_000_000;

    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public bool Control { get; init; }

    public IReadOnlyList<string> Load { get; init; } = [];

    public int MaxQueue { get; init; } = 256;

    public int MaxClientRequests { get; init; }

    public int Batch { get; init; } = 1;

    public TimeSpan BatchDelay { get; init; }

    public static ModelsConfig Read(ConfigFields fields, List<Problem> problems)
    {
        var standard = new ModelsConfig();
        var bounded = new BoundedFields(fields, "models.", problems);
        var config = new ModelsConfig
        {
            Control = fields.OptionalText("control") is string control && IsExplicit(control, $"{ServeConfig.Code}-malformed", "models.control", problems),
            Load = fields.Texts("load"),
            MaxQueue = bounded.Count("max_queue", standard.MaxQueue, MostCount),
            MaxClientRequests = bounded.Count("max_client_requests", standard.MaxClientRequests, MostCount, least: 0),
            Batch = bounded.Count("batch", standard.Batch, MostCount),
            BatchDelay = bounded.Duration("batch_delay", standard.BatchDelay),
        };
        fields.Close();
        if (config.BatchDelay > LongestDelay)
            problems.Add(new Problem($"{ServeConfig.Code}-out-of-range", "models.batch_delay", "A request waits a minute at most.", "Write for example \"2ms\"."));
        return config;
    }

    /// <summary>Whether clients load and unload models; another word is a problem.</summary>
    public static bool IsExplicit(string control, string code, string place, List<Problem> problems)
    {
        if (control is not ("none" or "explicit"))
            problems.Add(new Problem(code, place, $"There is no model control '{control}'.", "Use none or explicit."));
        return control == "explicit";
    }

    /// <summary>The server's options.</summary>
    /// <exception cref="InputException">Models to load are named where all are.</exception>
    public ServerOptions Options(string repository) => Load.Count > 0 && !Control
        ? throw new InputException("option-malformed", "--load-model", "All models are loaded at the start.", "Use it with --model-control explicit.")
        : new ServerOptions
        {
            Repository = repository, ModelControl = Control, LoadModels = [.. Load.Distinct()], MaxQueue = MaxQueue, MaxClientRequests = MaxClientRequests, BatchSamples = Batch, BatchDelay = BatchDelay,
        };
}
