using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>One segment of a tier, loaded.</summary>
/// <param name="Segment">What the plan says of it.</param>
/// <param name="Again">Loads it once more, from its file.</param>
/// <param name="Model">It in the runtime.</param>
internal sealed record StagePart(ManifestSegment Segment, Func<ILoadedModel> Again, ILoadedModel Model) : IDisposable
{
    /// <summary>The values that it reads.</summary>
    public IReadOnlyList<ValueInfo> Reads => Model.Inputs;

    /// <summary>The values that it makes.</summary>
    public IReadOnlyList<ValueInfo> Makes => Model.Outputs;

    /// <summary>Loads the segments of a tier, first to last.</summary>
    public static IReadOnlyList<StagePart> Load(PlanFolder folder, int tier, IModelRunner runner, SegmentPool? pool)
    {
        List<StagePart> parts = [];
        try
        {
            foreach ((ManifestSegment segment, byte[] file) in folder.Manifest.Tiers[tier].Segments.Zip(folder.Segments(tier)))
            {
                IReadOnlyList<byte[]> upgrades = folder.Upgrades(tier, segment);
                ILoadedModel Load() => runner.Load(SegmentFile.Parse(file, segment.File, upgrades));
                ILoadedModel Again() => segment.IsPacked ? Load() : runner.LoadFile(folder.PathOf(segment));
                parts.Add(new StagePart(segment, Again, pool is null ? Load() : pool.Take($"{segment.Sha256}+{upgrades.Count}", Load)));
            }

            return parts;
        }
        catch
        {
            parts.ForEach(p => p.Dispose());
            throw;
        }
    }

    /// <summary>Fixes the buffers of a run.</summary>
    public static IBoundRun Bind(ILoadedModel model, IReadOnlyDictionary<string, ITensorBuffer> buffers) =>
        model.Bind(model.Inputs.ToDictionary(i => i.Name, i => buffers[i.Name]), model.Outputs.ToDictionary(o => o.Name, o => buffers[o.Name]));

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
