using Fulcrum.Cli.Terminal;
using Fulcrum.Isolation;
using Fulcrum.Isolation.Processes;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Cli.Verbs;

/// <summary>`worker`: the process of one model under `serve --isolate`. Not shown, and not parsed: it comes before everything else.</summary>
internal static class WorkerVerb
{
    public const string Name = WorkerProgram.Verb;

    public static int Run(string[] arguments) => WorkerProgram.Run(arguments);

    /// <summary>How a server starts it.</summary>
    public static WorkerCommand Command()
    {
        FulcrumCommand self = ThisProgram.Command();
        return new WorkerCommand(self.FileName, self.Prefix);
    }
}
