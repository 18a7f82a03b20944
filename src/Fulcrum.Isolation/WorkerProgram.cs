using System.Globalization;
using Fulcrum.Isolation.Child;

namespace Fulcrum.Isolation;

/// <summary>The program that runs in a worker process: the verb <c>worker</c>, which is for <see cref="IsolatedRunner"/> only.</summary>
public static class WorkerProgram
{
    /// <summary>The verb.</summary>
    public const string Verb = WorkerArguments.Verb;

    /// <summary>Runs it; the exit code. Has to be called before the program does anything else.</summary>
    /// <param name="arguments">What follows the verb.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case [WorkerArguments.Confine, string descriptor, string memory, string owner]:
                return Confinement.Enter(Number(descriptor), long.Parse(memory, CultureInfo.InvariantCulture), Number(owner));
            case [WorkerArguments.Serve, string descriptor]:
                return WorkerHost.Run(Number(descriptor), Environment.GetEnvironmentVariable(WorkerArguments.Report) ?? "");
            default:
                Console.Error.WriteLine("This verb is for the server itself.");
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
