namespace Fulcrum.Server.Counts;

/// <summary>What executions of one batch size took.</summary>
internal sealed class BatchCount
{
    public DurationCount Input { get; } = new();

    public DurationCount Infer { get; } = new();

    public DurationCount Output { get; } = new();
}
