namespace Fulcrum.Isolation.Processes;

/// <summary>How to start the program that has the verb <c>worker</c>.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Prefix">Arguments before the verb (the assembly, when the executable is the .NET host).</param>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Prefix)
{
    /// <summary>The program <c>fulcrum</c> that lies beside this one's assemblies.</summary>
    public static WorkerCommand Beside { get; } = new(Path.Combine(AppContext.BaseDirectory, "fulcrum"), []);
}
