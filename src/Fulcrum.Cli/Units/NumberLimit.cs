using System.CommandLine;

namespace Fulcrum.Cli.Units;

/// <summary>Limits of whole numbers on the command line.</summary>
internal static class NumberLimit
{
    /// <summary>Refuses values below a limit.</summary>
    public static Option<int> AtLeast(this Option<int> option, int least) => Refuse(option, least);

    /// <inheritdoc cref="AtLeast(Option{int}, int)"/>
    public static Option<int?> AtLeast(this Option<int?> option, int least) => Refuse(option, least);

    private static T Refuse<T>(T option, int least) where T : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < least)
                result.AddError($"{option.Name} is {value}, it must be at least {least}.");
        });
        return option;
    }
}
