using System.CommandLine;
using Fulcrum.Cli.Serving;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Server;

namespace Fulcrum.Cli.Verbs;

/// <summary>How the models of a repository are served.</summary>
internal static class RepositoryFlags
{
    private static readonly Option<string?> Control = new("--model-control") { Description = "With --repository: none (default), or explicit: clients load and unload models." };
    private static readonly Option<string[]> Load = new("--load-model") { Description = "With --model-control explicit: a model to load at the start; may be given several times." };
    private static readonly Option<int?> Queue = new("--max-queue") { Description = "Most requests in the server for one model. Default 256." };
    private static readonly Option<int?> Client = new("--max-client-requests") { Description = "Most requests of one address in the server; 0 (default) sets no limit." };
    private static readonly Option<int?> Batch = new("--batch") { Description = "Join up to so many samples in one run, of models whose config.pbtxt says nothing of batches. Default 1." };
    private static readonly Option<double?> Delay = new("--batch-delay") { Description = "How long a request of such a model may wait for others, milliseconds. Default 0." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Control);
        command.Options.Add(Load);
        command.Options.Add(Queue.AtLeast(1));
        command.Options.Add(Client.AtLeast(0));
        command.Options.Add(Batch.AtLeast(1));
        command.Options.Add(Delay);
    }

    /// <summary>The file's, with what the command line says in its place.</summary>
    public static ServerOptions Over(VerbContext context, ServerOptions file)
    {
        List<Problem> problems = [];
        bool? control = context.Value(Control) is string text ? ModelsReader.IsExplicit(text, "option-malformed", Control.Name, problems) : null;
        TimeSpan delay = context.Value(Delay) switch
        {
            null => file.BatchDelay,
            >= 0 and <= 60_000 and double milliseconds => TimeSpan.FromMilliseconds(milliseconds),
            _ => throw new InputException("option-malformed", Delay.Name, "The delay has to be 0 to 60000 milliseconds.", "Use for example 2."),
        };
        return problems.Count > 0 ? throw new InputException(problems) : file with
        {
            ModelControl = control ?? file.ModelControl,
            LoadModels = context.Value(Load) is { Length: > 0 } load ? load : file.LoadModels,
            MaxQueue = context.Value(Queue) ?? file.MaxQueue,
            MaxClientRequests = context.Value(Client) ?? file.MaxClientRequests,
            BatchSamples = context.Value(Batch) ?? file.BatchSamples,
            BatchDelay = delay,
        };
    }
}
