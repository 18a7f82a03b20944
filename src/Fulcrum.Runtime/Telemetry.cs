using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fulcrum.Runtime;

/// <summary>
/// ONNX Runtime's builds from 1.30 on report their use to Microsoft and keep a database in the user's cache for it. That is switched off before the library is loaded, unless ORT_DISABLE_TELEMETRY is set to something else already.
/// </summary>
internal static partial class Telemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY", Off = "1";

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "It has to be before anything else of this library.")]
    internal static void SwitchOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
            return;
        Environment.SetEnvironmentVariable(Variable, Off);

        // .NET keeps variables to itself on Unix; native libraries do not see them.
        if (!OperatingSystem.IsWindows())
            _ = SetVariable(Variable, Off, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
