using System.Diagnostics;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Cli.Terminal;

/// <summary>Ends this process when the one that started it is gone: standard input is a pipe from that one, which breaks however it ended.</summary>
internal static class OwnerPipe
{
    public static void Watch()
    {
        if (Environment.GetEnvironmentVariable(FulcrumCommand.OwnedVariable) is not null)
            new Thread(Wait) { IsBackground = true, Name = "owner" }.Start();
    }

    private static void Wait()
    {
        using Stream input = Console.OpenStandardInput();
        Span<byte> nothing = stackalloc byte[1];
        while (input.Read(nothing) > 0)
        {
        }

        // Nobody is left to tell. Files are all or nothing, so there is nothing to finish either.
        Process.GetCurrentProcess().Kill();
    }
}
