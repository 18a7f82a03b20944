using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The Blackman window.</summary>
internal sealed class BlackmanWindowOp : SignalWindowOp
{
    public override string OpType => "BlackmanWindow";
}
