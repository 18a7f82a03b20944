using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Stores;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--store DIR | postgres://...` and `--store-password-file FILE`: what replicas share.</summary>
internal static class StoreFlags
{
    public static readonly Option<string?> Store = new("--store") { Description = "What replicas share: a folder, or postgres://USER@HOST/DATABASE." };
    public static readonly Option<string?> Password = new("--store-password-file") { Description = "A file with the database's password. Default: PGPASSFILE, or none." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Store);
        command.Options.Add(Password);
    }

    /// <summary>The store that the options, or else a configuration, name; null when neither does.</summary>
    public static IStore? Open(VerbContext context, string? address = null, string? password = null)
    {
        string? chosen = context.Value(Store) ?? address;
        return chosen is not null ? new StoreOptions(chosen, context.Value(Password) ?? (context.Value(Store) is null ? password : null)).Open()
            : context.Value(Password) is null ? null : throw new InputException("option-missing", "--store", "There is a password and no store.", "Give --store postgres://USER@HOST/DATABASE.");
    }
}
