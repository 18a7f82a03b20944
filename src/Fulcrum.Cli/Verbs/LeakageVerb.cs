using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Lab.Leakage;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`leakage MODEL --data D`: what the receiver of each cut learns of the input.</summary>
internal static class LeakageVerb
{
    private static readonly LeakageOptions Defaults = new();
    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "The .onnx model." };
    private static readonly Option<string> Data = new("--data") { Description = "A dataset's name, a folder of IDX files, or a description (.json).", Required = true };
    private static readonly Option<int> Cuts = new Option<int>("--cuts") { Description = "The most cuts, spread evenly by depth.", DefaultValueFactory = _ => Defaults.Cuts }.AtLeast(1);
    private static readonly Option<int> Samples = new Option<int>("--samples") { Description = "Calibration samples for distance correlation.", DefaultValueFactory = _ => Defaults.Samples }.AtLeast(4);
    private static readonly Option<bool> NoAttack = new("--no-attack") { Description = "Distance correlation only: train no decoders." };
    private static readonly Option<int> AttackSamples = new Option<int>("--attack-samples") { Description = "Training samples that a decoder learns from.", DefaultValueFactory = _ => Defaults.AttackSamples }.AtLeast(32);
    private static readonly Option<int> AttackEpochs = new Option<int>("--attack-epochs") { Description = "Passes over them.", DefaultValueFactory = _ => Defaults.AttackEpochs }.AtLeast(1);

    public static Command Create() => new Command("leakage", "Say what each cut tells of the input.") { ModelPath, Data, Cuts, Samples, NoAttack, AttackSamples, AttackEpochs }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        Model model = OnnxFile.Read(context.Value(ModelPath));
        GraphChecker.Require(model);
        Dataset data = DatasetStore.Open(context.Value(Data));
        var options = new LeakageOptions
        {
            Cuts = context.Value(Cuts), Samples = context.Value(Samples), Attack = !context.Value(NoAttack), AttackSamples = context.Value(AttackSamples), AttackEpochs = context.Value(AttackEpochs), Seed = context.Seed,
        };
        LeakageReport found = new LeakageMeter(new OnnxRuntimeRunner(context.Threads)).Measure(model, data, options, context.Progress, context.Cancellation);
        var result = new LeakageResult(data.Name, [.. found.Cuts.Select(c => new LeakageCut(c.Cut, c.Depth, c.Bytes, c.DistanceCorrelation, c.Psnr, c.Ssim))], found.RankAgreement);
        context.Print(result, CliJson.Default.LeakageResult, console => Show(console, result));
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Show(IAnsiConsole console, LeakageResult result)
    {
        Table table = ResultTable.Create("depth", "bytes", "dCor²", "PSNR dB", "SSIM", "cut").Right(0, 1, 2, 3, 4);
        foreach (LeakageCut cut in result.Cuts)
            table.Row(Text($"{100 * cut.Depth:0.0} %"), Human.Bytes(cut.Bytes), Text($"{cut.DistanceCorrelation:0.000}"), cut.PsnrDb is double db ? Text($"{db:0.0}") : "-", cut.Ssim is double s ? Text($"{s:0.000}") : "-", cut.Cut);
        console.Write(table);
        if (result.RankAgreement is double rho)
            console.WriteLine(Text($"Distance correlation and the attack's SSIM order the cuts alike: Spearman {rho:0.00}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
