using System.Reflection;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators;

namespace Fulcrum.Cli.Applying;

/// <summary>What a composition starts from, by its hashes.</summary>
/// <param name="Model">The model as read.</param>
/// <param name="File">Its file's name.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="DataFiles">Of the files of weights beside it.</param>
/// <param name="Data">The dataset; null without one.</param>
/// <param name="Splits">Hashes of its splits.</param>
internal sealed record CompositionInput(Model Model, string File, string Sha256, IReadOnlyDictionary<string, string> DataFiles, Dataset? Data, IReadOnlyDictionary<string, string>? Splits)
{
    /// <summary>Fulcrum's version.</summary>
    public static string Version { get; } = typeof(CompositionInput).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static CompositionInput Of(Model model, string path, Dataset? data) => new(
        model, Path.GetFileName(path), Hashing.OfFile(path), Hashing.OfExternalData(model, path), data,
        data is null ? null : new Dictionary<string, string> { ["train"] = data.Train.Sha256(), ["calibration"] = data.Calibration.Sha256(), ["test"] = data.Test.Sha256() });

    /// <summary>A key of everything that decides a result before the first operator; another build of the operators is another key.</summary>
    public string Key(int seed) => Hashing.OfText(string.Join('\n',
        [Version, typeof(OperatorPipeline).Module.ModuleVersionId.ToString(), Sha256, .. DataFiles.Select(f => $"{f.Key} {f.Value}"), .. Splits?.Select(s => $"{s.Key} {s.Value}") ?? [], $"seed {seed}"]));
}
