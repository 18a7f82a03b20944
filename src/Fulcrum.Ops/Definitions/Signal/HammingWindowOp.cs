using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The Hamming window.</summary>
internal sealed class HammingWindowOp : SignalWindowOp
{
    public override string OpType => "HammingWindow";
}
