using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Device;
using Fulcrum.Device.Releases;
using Fulcrum.Problems;
using Fulcrum.Protocol.Releases;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--update-from URL --trust FILE`: the plan's folder is a store of releases, brought up to date before it is run.</summary>
internal static class UpdateFlags
{
    private static readonly Option<Uri?> From = AddressOption.Create("With --plan STORE --model NAME: take the model's newest release from here first; without an answer, run the one that is there.", isRequired: false, "--update-from");
    private static readonly Option<string?> Trust = new("--trust") { Description = "The public keys of those who may release, PEM." };

    public static void AddTo(Command command)
    {
        command.Options.Add(From);
        command.Options.Add(Trust);
    }

    /// <summary>Whether the plan's folder is a store.</summary>
    public static bool IsGiven(VerbContext context) => context.Value(From) is not null;

    /// <summary>The folder to run: of the newest release if there is a store, the path itself otherwise.</summary>
    /// <param name="context">The verb's.</param>
    /// <param name="path">The plan's folder, or the store.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="tryOut">Loads a folder as it will be used.</param>
    public static async Task<string> ResolveAsync(VerbContext context, string path, string? model, Action<string> tryOut)
    {
        if (!IsGiven(context))
            return path;
        if (context.Value(Trust) is not string trust || model is null)
            throw new InputException("option-missing", model is null ? "--model" : "--trust", "Releases are of a model and signed by somebody.", "Use --update-from URL --model NAME --trust PUBLIC.pem.");
        Uri server = context.Value(From)!;
        var store = new ReleaseStore(path);
        using var client = new LinkClient(server, LinkFlags.Shape(context), TimeSpan.FromMinutes(5), CredentialFlags.Read(context));
        try
        {
            ReleaseUpdate update = await new ReleaseUpdater(client.Http, store, ReleaseKeys.Public(trust)).UpdateAsync(model, tryOut, context.Cancellation).ConfigureAwait(false);
            context.Note(update.IsNew ? $"release {update.Release} of {model}: {update.DownloadedBytes} bytes fetched" : $"release {update.Release} of {model} is the newest");
            return update.Folder;
        }
        catch (Exception failure) when (failure is LinkException or InputException && store.CurrentFolder is not null)
        {
            string usable = store.Usable(tryOut);
            context.Note($"{(failure is InputException refused ? refused.Problems[0].ToString() : failure.Message)}; release {store.Current} stays in use");
            return usable;
        }
    }

    /// <summary>Fetches what makes the release in use finer, while the plan runs; says on stderr what came of it.</summary>
    /// <param name="context">The verb's.</param>
    /// <param name="path">The store.</param>
    /// <param name="use">Loads the upgraded folder and uses it from now on.</param>
    /// <param name="cancellation">Ends it; what was fetched is kept for the next time.</param>
    public static async Task UpgradeAsync(VerbContext context, string path, Action<string> use, CancellationToken cancellation)
    {
        var store = new ReleaseStore(path);
        try
        {
            using var client = new LinkClient(context.Value(From)!, LinkFlags.Shape(context), TimeSpan.FromMinutes(5), CredentialFlags.Read(context));
            if (await new ReleaseUpdater(client.Http, store, ReleaseKeys.Public(context.Value(Trust)!)).UpgradeAsync(cancellation).ConfigureAwait(false) is not long bytes)
                return;
            try
            {
                use(store.CurrentFolder!);
                context.Note($"upgrade of release {store.Current}: {bytes} bytes fetched, in use");
            }
            catch (InputException)
            {
                store.RefuseUpgrades();
                throw;
            }
        }
        catch (Exception failure) when (failure is LinkException or InputException)
        {
            context.Note($"{(failure is InputException refused ? refused.Problems[0].ToString() : failure.Message)}; release {store.Current} stays in use without its upgrade");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }
}
