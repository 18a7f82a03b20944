using Fulcrum.Graphs;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Stages;

/// <summary>Element types of plans as the runtime has them.</summary>
public static class StageElements
{
    /// <summary>The runtime's element type.</summary>
    public static ElementType Of(PlanElement element) => element switch
    {
        PlanElement.Int64 => ElementType.Int64,
        PlanElement.Int32 => ElementType.Int32,
        PlanElement.UInt8 => ElementType.UInt8,
        PlanElement.Int8 => ElementType.Int8,
        PlanElement.Bool => ElementType.Bool,
        _ => ElementType.Float,
    };

    /// <summary>Whether a model's value can be what a plan says.</summary>
    internal static bool Fits(ValueInfo value, ManifestValue stated) => value.Tensor is { } type && type.Element == Of(stated.Element)
        && (type.Shape is null || (type.Shape.Count == stated.Shape.Count && type.Shape.Zip(stated.Shape, (d, s) => d.Size is null || d.Size == s).All(fits => fits)));
}
