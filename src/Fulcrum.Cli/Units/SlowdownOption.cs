using System.CommandLine;

namespace Fulcrum.Cli.Units;

/// <summary>`--slowdown N`: a machine N times slower than this one, by doing each piece of work N times.</summary>
internal static class SlowdownOption
{
    public static Option<int> Create() => new Option<int>("--slowdown") { Description = "With --plan: do each piece of work so many times, as a machine so many times slower.", DefaultValueFactory = _ => 1 }.AtLeast(1);
}
