namespace Fulcrum.Operators.Benchmarks;

/// <summary>Makes variants with `apply`, unless they are there.</summary>
internal sealed class VariantMaker(FulcrumProcess fulcrum, BenchOptions options)
{
    private readonly Lazy<string> _version = new(() => fulcrum.Run("--version").Text.Trim().Split('+')[0]);

    /// <summary>Where a variant lies.</summary>
    public string Folder(Job job) => Path.Combine(options.Out, job.Model.Name, job.Composition.Name);

    /// <summary>Makes a variant; null when its folder holds it now, else why not.</summary>
    public ResultRow? Make(Job job, ReadyModel model)
    {
        string folder = Folder(job), operators = job.Composition.For(job.Model, options.Quick);
        if (IsThere(folder, operators, model))
            return null;
        if (options.OnlyMeasure)
            return new ResultRow(job.Model.Name, job.Composition.Name, operators, ResultRow.Skipped, "it was not applied before", null);
        VerbOutput output = fulcrum.Run("apply", model.Path, operators, "--data", model.Data, "--resume", "--seed", $"{options.Seed}", "--output", "json", "-o", folder);
        return output.ExitCode == 0 ? null : new ResultRow(job.Model.Name, job.Composition.Name, operators, output.IsUnknownOperator ? ResultRow.NotBuilt : ResultRow.Failed, output.Reason, null);
    }

    private bool IsThere(string folder, string operators, ReadyModel model) => Manifest.Read(folder) is { } manifest
        && manifest.Operators == operators && (options.OnlyMeasure || manifest.Version == _version.Value) && manifest.Seed == options.Seed && manifest.ModelSha256 == model.Sha256
        && manifest.Outputs.All(o => File.Exists(Path.Combine(folder, o.File)));
}
