using System.Collections.Concurrent;
using Fulcrum.Graphs.Execution;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Server.Chains;

/// <summary>What a planned chain serves besides its answers: the plan, the segments built so far, and the second halves loaded so far.</summary>
internal sealed class ChainState(ChainSnapshot snapshot, IModelRunner runner) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _segments = new();
    private readonly ConcurrentDictionary<int, Lazy<SecondHalf>> _secondHalves = new();

    public ChainSnapshot Snapshot { get; } = snapshot;

    /// <summary>The segment file of a pattern, built on first use.</summary>
    /// <exception cref="InvalidOperationException">The file is not the one the planner measured.</exception>
    public byte[] Segment(Pattern pattern) => _segments.GetOrAdd(pattern.SegmentId, id => new Lazy<byte[]>(() =>
    {
        byte[] file = SegmentWriter.Write(Snapshot.Builder.Build(pattern.Cut, pattern.Level, pattern.WeightBits, pattern.CutTensor));
        return SegmentWriter.Hash(file) == id
            ? file
            : throw new InvalidOperationException($"Segment {id} of {Snapshot.Name} builds differently here than where it was planned.");
    })).Value;

    /// <summary>The segment file of that id, or null when no pattern has it.</summary>
    public byte[]? SegmentById(string id) =>
        id.Length > 0 && Snapshot.Patterns.Patterns.FirstOrDefault(p => p.SegmentId == id) is Pattern pattern ? Segment(pattern) : null;

    /// <summary>The layers after a cut, loaded on first use.</summary>
    /// <exception cref="InputException"><c>cut-unknown</c> when nothing is left to run after it.</exception>
    public SecondHalf SecondHalf(int cut) => cut >= 0 && cut < Snapshot.Chain.Depth
        ? _secondHalves.GetOrAdd(cut, c => new Lazy<SecondHalf>(() => new SecondHalf(runner, Snapshot.Chain, c))).Value
        : throw new InputException("cut-unknown", "cut", $"There is nothing to run after cut {cut}.", $"Cuts with a second half are 0 to {Snapshot.Chain.Depth - 1}.");

    public void Dispose()
    {
        foreach (Lazy<SecondHalf> half in _secondHalves.Values.Where(h => h.IsValueCreated))
            half.Value.Dispose();
    }
}
