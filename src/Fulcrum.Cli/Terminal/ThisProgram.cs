using Fulcrum.Lab.Processes;

namespace Fulcrum.Cli.Terminal;

/// <summary>How to start this program again.</summary>
internal static class ThisProgram
{
    public static FulcrumCommand Command()
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not say what is running.");
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        return new FulcrumCommand(host, isDotnet ? [Path.Combine(AppContext.BaseDirectory, "fulcrum.dll")] : []);
    }
}
