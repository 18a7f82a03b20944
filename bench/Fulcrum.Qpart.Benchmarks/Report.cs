using System.Text;
using Fulcrum.Planning.Profiles;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>The document: figures and tables in the paper's order, the paper's numbers beside ours.</summary>
internal sealed class Report(IReadOnlyList<ModelFigures> models, IReadOnlyList<string> skipped)
{
    private readonly StringBuilder _text = new();

    public string Write()
    {
        var tables = new CutTables(_text);
        Say("# QPART's figures again\n");
        Verdict();
        Say($"""
            Written by `bench/qpart/run.sh` for QPART (Li et al., arXiv 2506.23934), seed 1. Accuracies and losses come from running whole test sets; losses are paired with the float model's answers, with 95 % intervals. Time, energy, cost and
            objective are the paper's cost model, never measured: Table II (device {F(new DeviceProfile().CyclesPerMac)} cycles per multiply-accumulate at 200 MHz, server {F(new ServerProfile().CyclesPerMac)} at 3 GHz, 1 W, 200 Mbit/s, omega = tau = 1), with what
            the paper does not print set by us: kappa {F(new DeviceProfile().Kappa)} J s², zeta {F(new ServerProfile().PricePerSecond)} USD/s, eta 1. Weights are sent with every request (N = 1) unless said otherwise; coding takes no time, as in the paper. Cut 0 sends the input,
            the last cut keeps everything on the device. Only what is marked *paper* is typed in.

            *patterns*: the planner of chains ([planning](planning.md)), levels by calibration with simultaneous intervals, bytes of the segment file. *packed*: [pack](operators/pack.md), sizes chosen by the loss on calibration samples, without an
            interval. Each figure has a table of numbers as .csv in the folder that the command wrote.
            """);
        foreach (string one in skipped)
            Say($"Skipped: {one}\n");
        Layers();
        Figure(5, "Time, energy and server cost by cut", Rises());
        foreach (ModelFigures model in models)
            tables.Costs(model);
        new SizeTables(_text, models).Write(Figure);
        Figure(7, "Objective by cut", Schemes());
        Figure(8, "Time by cut", null);
        Figure(9, "Energy by cut", null);
        Figure(10, "Payload by cut", "Weights sent to the device and the tensor it sends back, of one request.");
        foreach (ModelFigures model in models)
            tables.Compared(model);
        Say("\n## Table III: accuracy by cut\n\nTop-1 in percent on the whole test set. Beside a cut of the perceptron on MNIST stands the paper's partition point of the same number; whether the paper counts from 0 or 1 is not said, and its classifier is another one.\n");
        foreach (ModelFigures model in models)
            tables.Accuracies(model);
        new SizeTables(_text, models).TableFour();
        new PolicyTables(_text).Write(models);
        return _text.ToString();
    }

    /// <summary>Whether splitting pays: said before anything else.</summary>
    private void Verdict()
    {
        string[] sent = [.. models.Where(m => m.Policies.Any(p => p.Requests == 1 && !p.InputStays && p.SendsInput)).Select(m => m.Name)];
        string each = string.Join("; ", models.Select(m =>
        {
            CutFigure best = m.Cuts.Where(c => c.Scheme == CutFigure.Ours && c.Cut > 0).MinBy(c => c.Objective)!;
            return FormattableString.Invariant($"{m.Name}: {m.Policies.First(p => p.Requests == 1 && !p.InputStays).Ours:g3} against {best.Objective:g3} at its best cut behind the input ({(best.Place is "all on device" ? best.Place : $"cut {best.Cut}")})");
        }));
        Say(sent.Length == models.Count
            ? $"**Under the paper's own Table II splitting loses on every model here: sending the input is best.** Objective of our choice, which sends the input, against ours with a part of the model on the device: {each}. Coding weights makes splits cheaper (Fig. 5), not worth it.\n"
            : $"**Under the paper's own Table II sending the input is best on {sent.Length} of {models.Count} models.** Objective of our choice against ours with a part of the model on the device: {each}.\n");
    }

    private string Schemes()
    {
        string[] unpruned = [.. models.Where(m => m.Cuts.All(c => c.Scheme != CutFigure.Pruning)).Select(m => m.Name)];
        return FormattableString.Invariant($"""
            Ours, auto-encoder, pruning and no optimization; the perceptrons' auto-encoders are fully connected, and their neurons are trimmed without training. ResNets are cut at block boundaries behind a Relu, spread evenly
            ({string.Join(", ", ModelEntry.All.Where(m => !m.IsChain).Select(m => $"at most {m.MostCuts} of {m.Name}"))}). Their auto-encoders are a convolution over patches and its counterpart behind the cut, trained to
            keep tensor and answers as they are with at most as many bytes as ours at that cut: at most {GraphBaselines.MostCoderEpochs} times on {GraphBaselines.CoderSamples} images, and for at most {GraphBaselines.CoderMacs:0.#e0} multiply-accumulates each, which is little for deep models: at their early cuts it shows. Their pruning is one network for all cuts, the first of
            {string.Join(", ", GraphBaselines.Ratios.Select(r => $"{100 * r:0}"))} % fewer multiply-accumulates that loses at most {GraphStudy.Budget} point on held-out calibration samples after {GraphBaselines.PruningEpochs} epoch of training{(unpruned.Length > 0 ? $"; none of them does for {string.Join(", ", unpruned)}" : "")}.
            """);
    }

    private string Rises()
    {
        (CutFigure From, CutFigure To)[] steps = [.. models.SelectMany(m => m.Cuts.Where(c => c.Scheme == CutFigure.Ours).OrderBy(c => c.Cut) is var ours ? ours.Zip(ours.Skip(1)) : [])];
        double slower = new DeviceProfile().CyclesPerMac / new DeviceProfile().ClockHz / (new ServerProfile().CyclesPerMac / new ServerProfile().ClockHz);
        return FormattableString.Invariant($"In the paper time and energy rise with the cut and server cost falls. Ours: from one cut to the next time rises at {steps.Count(s => s.To.Seconds > s.From.Seconds)} of {steps.Length} steps, energy at {steps.Count(s => s.To.Joules > s.From.Joules)}, server cost falls at {steps.Count(s => s.To.Usd < s.From.Usd)}: weights travel, and the device is {slower:0} times slower per multiply-accumulate.");
    }

    private void Layers()
    {
        Figure(3, "Reduction of the parameters by layer", $"Coded bytes of each layer's weights over fp32, all layers coded at once, at most 1 point tolerated. *Paper*: {Paper.LeastReduction} to {Paper.MostReduction} %, mean {Paper.MeanReduction} %.");
        Say("| model | method | layers | least | mean | most | points lost (95 %) |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (ModelFigures model in models)
        {
            foreach (LayerFigures l in model.Layers)
                Say(FormattableString.Invariant($"| {model.Name} | {l.Method} | {l.Layers.Count} | {100 * l.Layers.Min(x => x.Reduction):0.0} % | {100 * l.Layers.Average(x => x.Reduction):0.0} % | {100 * l.Layers.Max(x => x.Reduction):0.0} % | {l.Lost} |"));
        }

        Say("| QPART, *paper* | | 6 | 62 % | 77 % | 84 % | < 1 |");
        Say("\nLayer by layer, of the shorter models:\n");
        foreach (ModelFigures model in models.Where(m => m.Layers[0].Layers.Count <= 12))
        {
            foreach (LayerFigures l in model.Layers)
                Say($"- {model.Name}, {l.Method}: {string.Join(", ", l.Layers.Select(x => FormattableString.Invariant($"{100 * x.Reduction:0.0} %")))}");
        }
    }

    private void Figure(int number, string title, string? what)
    {
        Say($"\n## Fig. {number}: {char.ToLowerInvariant(title[0])}{title[1..]}\n\n{(what is null ? "" : what + "\n\n")}![{title}](images/qpart/figure-{number}.svg)\n");
    }

    private void Say(string text) => _text.Append(text).Append('\n');

    private static string F(double value) => FormattableString.Invariant($"{value}");
}
