using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Publishing;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Protocol.Sets;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Publishing;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`publish DIR --store STORE --name NAME`: puts a plan or a model where replicas take it from.</summary>
internal static class PublishVerb
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "A plan folder, a set of plans, a version of a model (with model.onnx), or a model of a repository (with versions)." };
    private static readonly Option<string?> Name = new("--name") { Description = "The name under which it is published. Default: the plan's model, or the folder's name." };
    private static readonly Option<long?> Version = new("--model-version") { Description = "The number of a model's version. Default: the folder's name if it is one, else one more than the highest." };

    public static Command Create()
    {
        var command = new Command("publish", "Put a plan or a model into a store, from which running replicas take it.") { Folder, Name, Version };
        StoreFlags.AddTo(command);
        return command.Runs(Run);
    }

    private static async Task<int> Run(VerbContext context)
    {
        string path = context.Value(Folder);
        IStore store = StoreFlags.Open(context) ?? throw new InputException("option-missing", "--store", "There is no store to publish into.", "Give --store DIR or --store postgres://USER@HOST/DATABASE.");
        await using (store.ConfigureAwait(false))
        {
            PublishedFolder folder = PlanPublication.IsOne(path) ? PlanPublication.Read(path) : ModelPublication.Read(path, context.Value(Version));
            if (folder.Kind == Publication.Plans && context.Value(Version) is not null)
                throw new InputException("option-malformed", "--model-version", "A plan has no version of its own: the store counts.", "Leave it out.");
            string name = context.Value(Name) ?? folder.Name;
            StoreLimits.RequireTokens(name);
            PublishedVersion made = await Publisher.PublishAsync(store, folder.Kind, name, folder.Files, folder.Join, context.Progress, context.Cancellation).ConfigureAwait(false);
            var result = new PublishResult(store.Name, folder.Kind, name, made.Version, made.IsNew, made.Content.Files.Count, made.Content.Files.Sum(f => f.Bytes));
            context.Print(result, CliJson.Default.PublishResult, console => console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Kind}/{result.Name} version {result.Version}{(result.IsNew ? "" : ", as it is already")}: {result.Files} files, {result.Bytes} bytes")));
        }

        return ExitCodes.Done;
    }
}
