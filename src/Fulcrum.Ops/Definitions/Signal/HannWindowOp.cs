using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The Hann window.</summary>
internal sealed class HannWindowOp : SignalWindowOp
{
    public override string OpType => "HannWindow";
}
