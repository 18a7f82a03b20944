using System.Globalization;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Cli.Publishing;

/// <summary>Models of a repository: a version with model.onnx joins those that are published, a folder with versions takes their place. What a published version holds never changes.</summary>
internal static class ModelPublication
{
    private const string ModelFile = "model.onnx", ConfigFile = "config.pbtxt";

    /// <exception cref="InputException"><c>publish-nothing</c>, and what is wrong with models; when joined <c>publish-version</c>.</exception>
    public static PublishedFolder Read(string path, long? version)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), own = Path.GetFileName(full);
        if (File.Exists(Path.Combine(full, ModelFile)))
        {
            long? number = version ?? Number(own);
            string name = Number(own) is null ? own : Path.GetFileName(Path.GetDirectoryName(full)) ?? own;
            return new PublishedFolder(Publication.Models, name, [.. Version(full).Select(f => (Path.GetRelativePath(full, f), f))], (before, files) => Joined(before, files, number));
        }

        string[] versions = Directory.Exists(full) ? [.. Directory.GetDirectories(full).Where(d => Number(Path.GetFileName(d)) is not null)] : [];
        if (versions.Length == 0)
            throw new InputException("publish-nothing", path, "The folder holds neither a plan (plan.json, table.json) nor a model (model.onnx, or 1/model.onnx).", "Give such a folder.");
        if (version is not null)
            throw new InputException("option-malformed", "--model-version", "The folder holds versions that have numbers.", "Leave it out, or give the folder of one version.");
        string config = Path.Combine(full, ConfigFile);
        return new PublishedFolder(Publication.Models, own, [.. versions.SelectMany(Version).Concat(File.Exists(config) ? [config] : []).Select(f => (Path.GetRelativePath(full, f), f))], (before, files) => Replaced(before, files));
    }

    private static IEnumerable<string> Version(string folder)
    {
        string model = Path.Combine(folder, ModelFile);
        if (!File.Exists(model))
            throw new InputException("model-not-found", model, "There is no such file.", "Lay the model out as NAME/VERSION/model.onnx.");
        GraphChecker.Require(OnnxFile.Read(model));
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith('.'));
    }

    private static Publication Joined(Publication? before, IReadOnlyList<PublishedFile> files, long? number)
    {
        IReadOnlyList<PublishedFile> there = before?.Files ?? [];
        long version = number ?? (there.Select(VersionOf).DefaultIfEmpty(0).Max() + 1);
        PublishedFile[] made = [.. files.Select(f => f with { Path = string.Create(CultureInfo.InvariantCulture, $"{version}/{f.Path}") })];
        Require(there, made);
        return Publication.Of(there.Where(f => VersionOf(f) != version).Concat(made));
    }

    private static Publication Replaced(Publication? before, IReadOnlyList<PublishedFile> files)
    {
        Require(before?.Files ?? [], files);
        return Publication.Of(files);
    }

    /// <summary>Replicas would answer differently under one number, and devices hold segments of a version.</summary>
    private static void Require(IReadOnlyList<PublishedFile> before, IReadOnlyList<PublishedFile> after)
    {
        foreach (long version in before.Select(VersionOf).Intersect(after.Select(VersionOf)).Where(v => v > 0))
        {
            if (!before.Where(f => VersionOf(f) == version).ToHashSet().SetEquals(after.Where(f => VersionOf(f) == version)))
                throw new InputException("publish-version", FormattableString.Invariant($"version {version}"), "This version is published with other files, and what a version holds does not change.", "Publish it as a new version.");
        }
    }

    private static long VersionOf(PublishedFile file) => file.Path.Split('/', 2) is [string first, _] ? Number(first) ?? 0 : 0;

    private static long? Number(string text) => text.Length > 0 && text[0] != '0' && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
