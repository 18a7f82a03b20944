using Fulcrum.Data;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>The whole table: job after job, each kept as soon as it is measured.</summary>
internal sealed class BenchRun(BenchOptions options, CancellationToken cancellation)
{
    private readonly FulcrumProcess _fulcrum = new(Path.GetFullPath(options.Fulcrum), cancellation);
    private readonly Dictionary<string, Dataset> _data = [];

    public void Run()
    {
        Directory.CreateDirectory(options.Out);
        Strategies strategies = Strategies.Read(options.List);
        string path = Path.Combine(options.Out, "results.json");
        Results results = Results.Read(path) with { Machine = Machine.Of(_fulcrum.Run("doctor", "--output", "json", "--quiet")) };
        try
        {
            foreach (ResultRow row in Rows(strategies, results))
            {
                results = (row.Composition.Length > 0 ? results.Without(row.Model) : results).With(row);
                results.Write(path);
            }
        }
        finally
        {
            AtomicFile.WriteBytes(options.Table, System.Text.Encoding.UTF8.GetBytes(new Report(strategies, results).Write()));
            Console.Error.WriteLine($"{path}, {options.Table}");
        }
    }

    private IEnumerable<ResultRow> Rows(Strategies strategies, Results old)
    {
        var preparation = new ModelPreparation(_fulcrum, options);
        var maker = new VariantMaker(_fulcrum, options);
        var measurer = new VariantMeasurer(options, cancellation);
        var ready = new Dictionary<string, ReadyModel>();
        foreach (ModelEntry entry in strategies.Models.Where(m => m.Name.Contains(options.Filter, StringComparison.Ordinal)))
        {
            Console.Error.WriteLine($"{entry.Name}: model and data");
            (ReadyModel? model, string? missing) = preparation.Prepare(entry);
            if (model is not null)
                ready[entry.Name] = model;
            else
                yield return Told(new ResultRow(entry.Name, "", "", ResultRow.Skipped, missing, null));
        }

        IReadOnlyList<Job> jobs = strategies.Jobs(ready.Values.Select(r => r.Entry));
        var progress = new JobProgress(jobs, TimeProvider.System);
        foreach (Job job in jobs)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Begin(job);
            ResultRow? unmade = maker.Make(job, ready[job.Model.Name]);
            if (options.OnlyMeasure && unmade is not null)
                unmade = old.Of(job.Model.Name, job.Composition.Name) is { Figures: null } before ? before : unmade;
            yield return Told(unmade ?? Measured(job, ready[job.Model.Name], maker, measurer, old));
            progress.End(job);
        }
    }

    private ResultRow Measured(Job job, ReadyModel model, VariantMaker maker, VariantMeasurer measurer, Results old)
    {
        string folder = maker.Folder(job), operators = job.Composition.For(job.Model, options.Quick);
        string identity = maker.Folder(job with { Composition = new Composition(Composition.Identity, Composition.Identity) });
        if (!options.OnlyMeasure && old.Of(job.Model.Name, job.Composition.Name) is { Figures: { } known } row && known.Manifest == ReadyModel.Hash(Path.Combine(folder, Manifest.FileName)))
            return row;
        try
        {
            if (!_data.TryGetValue(model.Data, out Dataset? data))
                _data[model.Data] = data = DatasetStore.Open(model.Data);
            return new ResultRow(job.Model.Name, job.Composition.Name, operators, ResultRow.Measured, null, measurer.Measure(identity, folder, data.Test));
        }
        catch (Exception failure) when (failure is InputException or InvalidDataException)
        {
            return new ResultRow(job.Model.Name, job.Composition.Name, operators, ResultRow.Failed, failure.Message, null);
        }
    }

    private static ResultRow Told(ResultRow row)
    {
        Console.Error.WriteLine(row.Figures is { } f
            ? FormattableString.Invariant($"  {100 * f.Metrics?.After:0.00} %, {f.Latency.VariantMs:0.000} ms, {f.Latency.Ratio} of identity, A/A {f.Latency.Control}")
            : $"  {row.Model} {row.Composition}: {row.Status}: {row.Reason}");
        return row;
    }
}
