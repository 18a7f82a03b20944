using System.CommandLine;
using System.Text.Json;
using Fulcrum.Device;
using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;

namespace Fulcrum.Cli.Terminal;

/// <summary>Runs a verb and turns what goes wrong into one line per cause and the right exit code.</summary>
internal static class VerbRunner
{
    /// <summary>Makes <paramref name="run"/> the action of a command.</summary>
    public static Command Runs(this Command command, Func<VerbContext, Task<int>> run)
    {
        command.SetAction((parsed, cancellation) => RunAsync(parsed, run, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<VerbContext, Task<int>> run, CancellationToken cancellation)
    {
        using var context = new VerbContext(parsed, cancellation);
        try
        {
            // Off this thread, so that Ctrl-C and SIGTERM are handled while a verb computes.
            return await Task.Run(() => run(context), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            context.Dispose();
            Console.Error.WriteLine("Cancelled.");
            return ExitCodes.Cancelled;
        }
        catch (InputException refused)
        {
            context.Dispose();
            foreach (Problem problem in refused.Problems)
                Console.Error.WriteLine(problem);
            if (context.Json)
                Console.Out.WriteLine(JsonSerializer.Serialize(new ProblemList(refused.Problems), CliJson.Default.ProblemList));
            return ExitCodes.BadInput;
        }
        catch (BudgetException missed)
        {
            context.Dispose();
            Console.Error.WriteLine(missed.Message);
            return ExitCodes.BudgetNotMet;
        }
        catch (Exception failure)
        {
            context.Dispose();
            Console.Error.WriteLine(context.Value(CommonOptions.Verbose) ? failure.ToString() : OneLine(failure));
            return ExitCodes.Failed;
        }
    }

    private static string OneLine(Exception failure) =>
        failure is LinkException or StoreException ? failure.Message : $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")} (-v says more)";
}

/// <summary>Problems as JSON.</summary>
internal sealed record ProblemList(IReadOnlyList<Problem> Problems);
