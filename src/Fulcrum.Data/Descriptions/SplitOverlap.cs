using System.Buffers.Binary;
using System.Security.Cryptography;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>Samples that occur in two splits: what is tuned on some data must not be judged on it.</summary>
internal static class SplitOverlap
{
    /// <summary>Real datasets hold a few samples twice (silence, duplicates); more than this share is a mistake.</summary>
    private const double Tolerated = 0.05;

    public static void Refuse(string place, DatasetSplit train, DatasetSplit calibration, DatasetSplit test)
    {
        HashSet<UInt128> seenByTest = Hashes(test), seenByCalibration = Hashes(calibration);
        foreach ((DatasetSplit split, DatasetSplit other, HashSet<UInt128> seen) in new[] { (calibration, test, seenByTest), (train, test, seenByTest), (train, calibration, seenByCalibration) })
        {
            int shared = Hashes(split).Count(seen.Contains);
            if (shared > Tolerated * Math.Min(split.Count, other.Count))
                throw new InputException("dataset-overlap", $"{place}: $.{split.Name}", $"{shared} of its samples are in the {other.Name} split too.", "Give each split samples of its own.");
        }
    }

    private static HashSet<UInt128> Hashes(DatasetSplit split)
    {
        var hashes = new HashSet<UInt128>(split.Count);
        for (int i = 0; i < split.Count; i++)
            hashes.Add(BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(split.Stored(i))));
        return hashes;
    }
}
