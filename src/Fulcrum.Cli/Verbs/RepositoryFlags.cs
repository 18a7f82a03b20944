using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Server;

namespace Fulcrum.Cli.Verbs;

/// <summary>How the models of a repository are served.</summary>
internal static class RepositoryFlags
{
    private static readonly Option<string> Control = new("--model-control") { Description = "With --repository: none (default), or explicit: clients load and unload models.", DefaultValueFactory = _ => "none" };
    private static readonly Option<string[]> Load = new("--load-model") { Description = "With --model-control explicit: a model to load at the start; may be given several times." };
    private static readonly Option<int> Queue = new("--max-queue") { Description = "Most requests in the server for one model.", DefaultValueFactory = _ => 256 };
    private static readonly Option<int> Client = new("--max-client-requests") { Description = "Most requests of one address in the server; 0 sets no limit." };
    private static readonly Option<int> Batch = new("--batch") { Description = "Join up to so many samples in one run, of models whose config.pbtxt says nothing of batches.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> Delay = new("--batch-delay") { Description = "How long a request of such a model may wait for others, milliseconds." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Control);
        command.Options.Add(Load);
        command.Options.Add(Queue.AtLeast(1));
        command.Options.Add(Client.AtLeast(0));
        command.Options.Add(Batch.AtLeast(1));
        command.Options.Add(Delay);
    }

    public static ServerOptions Options(VerbContext context, string repository)
    {
        string control = context.Value(Control);
        if (control is not ("none" or "explicit"))
            throw new InputException("option-malformed", "--model-control", $"There is no model control '{control}'.", "Use none or explicit.");
        string[] load = context.Value(Load) ?? [];
        if (load.Length > 0 && control == "none")
            throw new InputException("option-malformed", "--load-model", "All models are loaded at the start.", "Use it with --model-control explicit.");
        double delay = context.Value(Delay);
        if (!(delay is >= 0 and <= 60_000))
            throw new InputException("option-malformed", "--batch-delay", "The delay has to be 0 to 60000 milliseconds.", "Use for example 2.");
        return new ServerOptions
        {
            Repository = repository, ModelControl = control == "explicit", LoadModels = [.. load.Distinct()], MaxQueue = context.Value(Queue),
            MaxClientRequests = context.Value(Client), BatchSamples = context.Value(Batch), BatchDelay = TimeSpan.FromMilliseconds(delay),
        };
    }
}
