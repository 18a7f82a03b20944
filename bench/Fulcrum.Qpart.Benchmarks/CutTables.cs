using System.Text;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>Tables with a row for each cut.</summary>
internal sealed class CutTables(StringBuilder text)
{
    private static readonly string[] Schemes = [CutFigure.Ours, CutFigure.Plain, CutFigure.AutoEncoder, CutFigure.Pruning];

    /// <summary>Fig. 5.</summary>
    public void Costs(ModelFigures model)
    {
        Head(model, "| cut | time ms: ours | none | energy mJ: ours | none | server cost 1e-9 USD |");
        foreach ((int cut, IReadOnlyDictionary<string, CutFigure> at) in ByCut(model))
        {
            (CutFigure ours, CutFigure none) = (at[CutFigure.Ours], at[CutFigure.Plain]);
            Say(FormattableString.Invariant($"| {Place(model, cut)} | {1e3 * ours.Seconds:0.###} | {1e3 * none.Seconds:0.###} | {1e3 * ours.Joules:0.###} | {1e3 * none.Joules:0.###} | {1e9 * ours.Usd:0.###} |"));
        }
    }

    /// <summary>Figs. 7 to 10: a row for each scheme and cut.</summary>
    public void Compared(ModelFigures model)
    {
        Head(model, "| cut | scheme | objective | time ms | energy mJ | weights B | tensor B | what |");
        foreach ((int cut, IReadOnlyDictionary<string, CutFigure> at) in ByCut(model))
        {
            foreach (CutFigure c in Schemes.Where(at.ContainsKey).Select(s => at[s]))
                Say(FormattableString.Invariant($"| {Place(model, cut)} | {c.Scheme} | {c.Objective:0.######} | {1e3 * c.Seconds:0.###} | {1e3 * c.Joules:0.###} | {c.WeightBytes:#,0} | {c.TensorBytes:#,0} | {c.Note} |"));
        }
    }

    /// <summary>Table III.</summary>
    public void Accuracies(ModelFigures model)
    {
        string[] schemes = [.. Schemes.Where(s => model.Cuts.Any(c => c.Scheme == s))];
        bool beside = model.Name == ModelEntry.All[0].Name;
        Head(model, $"| cut |{string.Concat(schemes.Select(s => $" {s} |{(beside ? " *paper* |" : "")}"))}");
        foreach ((int cut, IReadOnlyDictionary<string, CutFigure> at) in ByCut(model))
        {
            string row = $"| {Place(model, cut)} |";
            foreach (string scheme in schemes)
            {
                row += at.TryGetValue(scheme, out CutFigure? c) ? FormattableString.Invariant($" {100 * c.Top1:0.00} |") : " |";
                if (beside)
                    row += cut < Paper.TableThree[scheme].Length ? FormattableString.Invariant($" {Paper.TableThree[scheme][cut]:0.00} |") : " |";
            }

            Say(row);
        }
    }

    private void Head(ModelFigures model, string columns)
    {
        Say(FormattableString.Invariant($"\n**{model.Name}** ({model.Data}; float model {100 * model.Top1:0.00} % on {model.TestSamples} test samples; ours loses at most {model.CutLevel} points by calibration)\n"));
        Say(columns);
        Say(string.Concat(Enumerable.Repeat("| --- ", columns.Count(c => c == '|') - 1)) + "|");
    }

    private static IEnumerable<(int Cut, IReadOnlyDictionary<string, CutFigure> At)> ByCut(ModelFigures model) =>
        model.Cuts.GroupBy(c => c.Cut).OrderBy(g => g.Key).Select(g => (g.Key, (IReadOnlyDictionary<string, CutFigure>)g.ToDictionary(c => c.Scheme)));

    private static string Place(ModelFigures model, int cut) => cut == 0 ? "0, input" : cut == model.Cuts.Max(c => c.Cut) ? $"{cut}, all on device" : model.IsChain ? $"{cut}" : $"{cut}, {model.Cuts.First(c => c.Cut == cut).Place}";

    private void Say(string line) => text.Append(line).Append('\n');
}
