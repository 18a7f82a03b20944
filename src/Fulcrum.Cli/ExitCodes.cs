namespace Fulcrum.Cli;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something failed that was not the caller's input.</summary>
    public const int Failed = 1;

    /// <summary>Usage, or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>A budget was not met.</summary>
    public const int BudgetNotMet = 3;

    /// <summary>Cancelled by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
