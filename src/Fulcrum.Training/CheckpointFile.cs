using Fulcrum.Problems;
using Fulcrum.Training.Checkpoints;

namespace Fulcrum.Training;

/// <summary>The checkpoint of one run on disk.</summary>
internal sealed class CheckpointFile(string path, string fingerprint, IReadOnlyList<int> sizes, int total)
{
    /// <summary>What was saved; null when there is nothing.</summary>
    /// <exception cref="InputException"><c>checkpoint-unreadable</c>, <c>checkpoint-other-run</c>.</exception>
    public TrainingCheckpoint? Load()
    {
        if (!File.Exists(path))
            return null;
        TrainingCheckpoint saved = TrainingCheckpoint.Read(path);
        bool fits = saved.Fingerprint == fingerprint && saved.Steps >= 0 && saved.Steps <= total && saved.State.Select(s => s.Length).SequenceEqual(sizes);
        return fits
            ? saved
            : throw new InputException("checkpoint-other-run", path, "It belongs to a run with another model, other data or other options.", "Give the same ones again, or start without --resume.");
    }

    public void Save(TrainingRun run) => AtomicFile.Write(path, run.Checkpoint(fingerprint).Write);

    /// <summary>Deletes it where there is one; the folder may not be there yet.</summary>
    public void Delete()
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
