using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>How many samples classic models see: the first dimension of a matrix; a vector is one sample.</summary>
internal static class Rows
{
    /// <summary>The samples of the first input.</summary>
    public static Dim Of(OpNode node) => node.Shape(0) switch
    {
        null => Dim.Unknown,
        { Count: < 2 } => 1,
        { } shape => shape[0],
    };
}
