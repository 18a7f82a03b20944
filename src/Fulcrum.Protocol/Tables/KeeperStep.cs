namespace Fulcrum.Protocol.Tables;

/// <summary>Why a keeper keeps or changes its plan.</summary>
public enum KeeperStep
{
    /// <summary>The first plan.</summary>
    Started,

    /// <summary>Nothing is enough better.</summary>
    Kept,

    /// <summary>Another plan is better, not yet for long enough.</summary>
    Waiting,

    /// <summary>Another plan was better for long enough.</summary>
    Switched,

    /// <summary>The old plan broke a limit.</summary>
    Forced,

    /// <summary>No plan keeps the limits; the old one stays.</summary>
    Stuck,
}
