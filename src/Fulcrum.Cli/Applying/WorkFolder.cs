using System.Text.Json;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Applying;

/// <summary>
/// `.NAME.partial` beside the output folder NAME: what each finished step of a composition left, so that a broken run can go on. A step is known by a key over all that decides its result.
/// </summary>
internal sealed class WorkFolder
{
    private const string StepPrefix = "step-";
    private readonly string _folder, _output;
    private readonly bool _outputWasThere, _shared;

    private WorkFolder(string output, string? shared)
    {
        (_output, _outputWasThere, _shared) = (output, Directory.Exists(output), shared is not null);
        _folder = shared is null ? Path.Combine(Path.GetDirectoryName(output) ?? output, $".{Path.GetFileName(output)}.partial") : Path.GetFullPath(shared);
    }

    /// <summary>Opens the folder, which finds out whether anything can be written there before hours of work.</summary>
    /// <param name="output">The output folder.</param>
    /// <param name="resume">Whether finished steps are kept; otherwise they are deleted.</param>
    /// <param name="shared">A folder of its own for steps, which other compositions may share and which is never emptied; null (default): none.</param>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public static WorkFolder Open(string output, bool resume, string? shared = null)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        var work = new WorkFolder(full, shared);
        Guard(output, () =>
        {
            if (File.Exists(full))
                throw new IOException("It is a file, not a folder.");
            Directory.CreateDirectory(work._folder);
            if (!resume && !work._shared)
                work.DeleteSteps();
        });
        return work;
    }

    /// <summary>Whether steps are kept here.</summary>
    public bool HoldsSteps => Directory.Exists(_folder) && Directory.EnumerateDirectories(_folder, StepPrefix + "*").Any(d => File.Exists(Index(d)));

    /// <summary>A folder for a step's own checkpoints.</summary>
    public string Workspace(int step, string key)
    {
        string folder = Path.Combine(StepFolder(step, key), "workspace");
        Guard(folder, () => Directory.CreateDirectory(folder));
        return folder;
    }

    /// <summary>What a finished step left; null when it is not there, or not as it was written.</summary>
    public Artefact? Find(int step, string key)
    {
        string folder = StepFolder(step, key);
        try
        {
            if (!File.Exists(Index(folder)) || JsonSerializer.Deserialize(File.ReadAllBytes(Index(folder)), CliJson.Default.KeptArtefact) is not { Notes: not null, Measured: not null, Files: not null } kept
                || kept.Files.Any(f => Hashing.OfFile(Path.Combine(folder, Path.GetFileName(f.File))) != f.Sha256))
                return null;
            Model[] segments = [.. Enumerable.Range(1, kept.Segments).Select(i => OnnxFile.Read(Segment(folder, i)))];
            byte[]? packed = kept.Files.Any(f => f.File == PackedOutput.Name) ? File.ReadAllBytes(Path.Combine(folder, PackedOutput.Name)) : null;
            return new Artefact(segments, kept.Notes) { Packed = packed, Measured = kept.Measured, Fusion = kept.Fusion, Exits = kept.Exits };
        }
        catch (Exception failure) when (failure is InputException or JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a step left.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public void Keep(int step, string key, Artefact artefact)
    {
        string folder = StepFolder(step, key);
        PreparedFile[] files = [.. artefact.Segments.SelectMany((s, i) => OnnxFile.Prepare(s, Segment(folder, i + 1)))];
        if (artefact.Packed is { } packed)
            files = [.. files, PackedOutput.Prepare(Path.Combine(folder, PackedOutput.Name), packed)];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new KeptArtefact(artefact.Notes, artefact.Measured, artefact.Fusion, artefact.Exits, artefact.Segments.Count, [.. files.Select(Hashing.Describe)]), CliJson.Default.KeptArtefact);
        AtomicFile.WriteAll([.. files.Select(f => (f.Path, f.Write)), (Index(folder), stream => stream.Write(json))]);
    }

    /// <summary>Deletes everything: the composition is done.</summary>
    public void Delete() => Guard(_folder, () =>
    {
        if (!_shared)
            DeleteSteps();
        DeleteEmpty(_folder);
    });

    /// <summary>Deletes folders that hold nothing: the composition is not done.</summary>
    public void Tidy() => Guard(_folder, () =>
    {
        DeleteEmpty(_folder);
        if (!_outputWasThere)
            DeleteEmpty(_output);
    });

    private string StepFolder(int step, string key) => Path.Combine(_folder, $"{StepPrefix}{step}-{key[..16]}");

    private static string Index(string folder) => Path.Combine(folder, "artefact.json");

    private static string Segment(string folder, int number) => Path.Combine(folder, $"segment-{number}.onnx");

    private void DeleteSteps()
    {
        foreach (string step in Directory.EnumerateDirectories(_folder, StepPrefix + "*").ToArray())
            Directory.Delete(step, recursive: true);
    }

    private static void DeleteEmpty(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string inner in Directory.GetDirectories(folder))
            DeleteEmpty(inner);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static void Guard(string place, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-not-writable", place, failure.Message, "Check the folder, its permissions and the free space.", failure);
        }
    }
}
