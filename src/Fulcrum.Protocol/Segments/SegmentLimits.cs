namespace Fulcrum.Protocol.Segments;

/// <summary>What a segment file may claim; checked before anything is allocated for it.</summary>
public static class SegmentLimits
{
    /// <summary>Bytes of the JSON header.</summary>
    public const int HeaderBytes = 16 << 20;

    /// <summary>Bytes of the unpacked skeleton.</summary>
    public const int SkeletonBytes = 256 << 20;

    /// <summary>Tensors in one segment.</summary>
    public const int Tensors = 65_536;

    /// <summary>Values in one tensor.</summary>
    public const long TensorElements = 1L << 30;

    /// <summary>Values of one tensor per byte that codes it: the range coder cannot do better than twelve thousand to one.</summary>
    public const long ElementsPerByte = 16384;

    /// <summary>Dimensions of one tensor.</summary>
    public const int Rank = 8;

    /// <summary>Characters of a name.</summary>
    public const int NameLength = 4096;
}
