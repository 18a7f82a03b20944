using System.Diagnostics;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>Brings a known dataset's files into a folder: all of them, verified, or none.</summary>
internal static class DatasetFetcher
{
    public static bool IsComplete(DatasetSource source, string folder) =>
        source.Files.All(f => FileHash.Is(Path.Combine(folder, f.File), f.Sha256));

    public static void Fetch(DatasetSource source, string folder)
    {
        string? origin = source.Folders.FirstOrDefault(Directory.Exists);
        if (origin is not null)
        {
            Place(source, origin, folder);
            return;
        }

        if (source.DebianPackage is null)
            throw Unavailable(source, "its files are not beside the program", "Build Fulcrum again, or reinstall it.");
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("fulcrum-data-");
        try
        {
            Unpack(source, temporary.FullName);
            Place(source, Path.Combine(temporary.FullName, "usr", "share", "datasets", source.Name), folder);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static void Place(DatasetSource source, string origin, string folder)
    {
        var problems = source.Files.Where(f => !FileHash.Is(Path.Combine(origin, f.File), f.Sha256))
            .Select(f => new Problem("dataset-checksum", Path.Combine(origin, f.File), "The file is missing or not the published one.", "Restore the package it comes from.")).ToArray();
        if (problems.Length > 0)
            throw new InputException(problems);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(e => Path.GetFileName(e) != DatasetManifest.FileName && source.Files.All(f => f.File != Path.GetFileName(e))))
            throw new InputException("output-not-empty", folder, "The folder holds other files.", "Choose another with -o.");
        string staging = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(staging);
            foreach ((string file, _) in source.Files)
                File.Copy(Path.Combine(origin, file), Path.Combine(staging, file));
            DatasetManifest.Of(source).Write(staging);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(staging, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("output-not-writable", folder, failure.Message, "Check the folder, its permissions and the free space.", failure);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    private static void Unpack(DatasetSource source, string folder)
    {
        Run(source, folder, "apt-get", "download", source.DebianPackage!);
        string package = Directory.GetFiles(folder, "*.deb").FirstOrDefault() ?? throw Unavailable(source, "apt-get downloaded nothing", Remedy(source));
        Run(source, folder, "dpkg-deb", "-x", package, folder);
    }

    private static void Run(DatasetSource source, string folder, string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw Unavailable(source, $"{program} failed: {errors.ReplaceLineEndings(" ").Trim()}", Remedy(source));
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw Unavailable(source, $"{program} did not start: {failure.Message}", Remedy(source));
        }
    }

    private static string Remedy(DatasetSource source) => $"Install Debian's package {source.DebianPackage}, or run apt-get update first.";

    private static InputException Unavailable(DatasetSource source, string why, string remedy) =>
        new("dataset-unavailable", source.Name, $"The dataset cannot be had: {why}.", remedy);
}
