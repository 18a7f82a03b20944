using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Shape arithmetic of attention.</summary>
internal static class AttentionShapes
{
    /// <summary>An exact share of a dimension; unknown when it is unknown or does not divide.</summary>
    public static Dim Share(Dim dim, long parts) => parts > 0 && dim.Size is long size && size % parts == 0 ? size / parts : Dim.Unknown;

    /// <summary>Multiply-accumulates of queries times keys and of weights times values.</summary>
    /// <param name="batch">How many sequences.</param>
    /// <param name="queries">Length of the query.</param>
    /// <param name="keys">Length of key and value.</param>
    /// <param name="queryWidth">Width of the query, all heads together.</param>
    /// <param name="valueWidth">Width of the output, all heads together.</param>
    public static long Macs(Dim batch, Dim queries, Dim keys, Dim queryWidth, Dim valueWidth) =>
        checked(Shapes.Product([batch, queries, keys]) * (Shapes.Factor(queryWidth) + Shapes.Factor(valueWidth)));
}
