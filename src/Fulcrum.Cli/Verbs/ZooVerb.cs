using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Onnx;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;
using Fulcrum.Zoo;
using Fulcrum.Zoo.Answers;
using Fulcrum.Zoo.Inputs;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`zoo NAME -o FILE.onnx`: an architecture of the studies with seeded random weights.</summary>
internal static class ZooVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = $"One of: {string.Join(", ", ZooCatalog.Names)}." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The model file to write.", Required = true };

    private static readonly Option<string?> Input = new("--input") { Description = "photo:HEIGHTxWIDTH: an image net takes a photo as bytes and scales it itself; ids:LENGTH: a text net takes token ids alone." };

    private static readonly Option<string?> Answer = new("--answer") { Description = "classes: a segmentation net answers with the class of each pixel as a byte, in place of a float for each class." };

    public static Command Create()
    {
        Answer.AcceptOnlyFromAmong("classes");
        return new Command("zoo", "Write an architecture of the studies with random weights.") { Name, Input, Answer, Out }.Runs(Run);
    }

    private static Task<int> Run(VerbContext context)
    {
        (string name, string path) = (context.Value(Name), context.Value(Out));
        context.Progress.Report(new WorkProgress($"Making {name}", 0, 0));
        Graphs.Model model = Given(ZooCatalog.Create(name, context.Seed), context.Value(Input));
        if (context.Value(Answer) is not null)
            model = ClassMap.Behind(model);
        context.Progress.Report(new WorkProgress($"Writing {name}", 0, 0));
        OnnxFile.Write(model, path);
        var result = new ZooResult(name, path, ModelAnalyser.Summarise(model).Parameters, new FileInfo(path).Length);
        context.Print(result, CliJson.Default.ZooResult, console => console.MarkupLineInterpolated(
            $"{path}: {Human.Count(result.Parameters)} parameters with random weights, {Human.Bytes(result.Bytes)}"));
        return Task.FromResult(ExitCodes.Done);
    }

    private static Graphs.Model Given(Graphs.Model model, string? input)
    {
        if (input is null)
            return model;
        string[] words = input.Split(':', 'x');
        int[] sizes = [.. words.Skip(1).Select(w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n is > 0 and <= 16384 ? n : 0)];
        return (words[0], sizes) switch
        {
            ("photo", [> 0 and int height, > 0 and int width]) => PhotoInput.Before(model, height, width),
            ("ids", [> 0 and int length]) => IdsInput.Before(model, length),
            _ => throw new InputException("option-malformed", "--input", $"'{input}' is no input.", "Write photo:696x696 or ids:64."),
        };
    }
}
