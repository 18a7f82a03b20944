using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Stages;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--slowdown N --session-per-request`: how a tier of a plan runs its segments.</summary>
internal static class StageFlags
{
    private static readonly Option<int> Slowdown = new("--slowdown") { Description = "With --plan: do each piece of work so many times, as a machine so many times slower.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> SessionPerRequest = new("--session-per-request") { Description = "With --plan: load the segments again for every request, to see what that costs." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Slowdown.AtLeast(1));
        command.Options.Add(SessionPerRequest);
    }

    public static StageOptions Options(VerbContext context) => new() { Slowdown = context.Value(Slowdown), SessionPerRequest = context.Value(SessionPerRequest) };
}
