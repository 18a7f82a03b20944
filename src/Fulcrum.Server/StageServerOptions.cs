using Fulcrum.Server.Rollout;
using Fulcrum.Server.Running;
using Fulcrum.Stages;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server;

/// <summary>How one tier of a deployed plan is hosted.</summary>
public sealed record StageServerOptions : ListenOptions
{
    /// <summary>The folder of a plan or of a set of plans; with <see cref="Following"/> the name under which one is published.</summary>
    public required string Plan { get; init; }

    /// <summary>The store that the plan is taken from; null: from the folder.</summary>
    public Following? Following { get; init; }

    /// <summary>Which of its tiers; not the first, which is the device.</summary>
    public required string Tier { get; init; }

    /// <summary>Where the next tier listens; null for the last one.</summary>
    public Uri? Next { get; init; }

    /// <summary>The link to it to imitate; null: as it is.</summary>
    public LinkShape? NextLink { get; init; }

    /// <summary>What to show the next tier; null: nothing.</summary>
    public Credentials? NextCredentials { get; init; }

    /// <summary>How many plans of a set stay loaded that nobody asks for. Default 8.</summary>
    public int KeptPlans { get; init; } = 8;

    /// <summary>How the tier's segments are run.</summary>
    public StageOptions Stage { get; init; } = new();

    /// <summary>What runs the segments; null: this process.</summary>
    internal ModelRunners? Runners { get; init; }
}
