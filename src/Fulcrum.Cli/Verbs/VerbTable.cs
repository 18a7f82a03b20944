using System.CommandLine;

namespace Fulcrum.Cli.Verbs;

/// <summary>Every verb: one line each.</summary>
internal static class VerbTable
{
    public static IReadOnlyList<Command> All =>
    [
        DemoVerb.Create(),
        DataVerb.Create(),
        TrainVerb.Create(),
        PlanVerb.Create(),
        ServeVerb.Create(),
        DeviceVerb.Create(),
    ];
}
