namespace Fulcrum.Cli.Tests;

/// <summary>apply's pack and convert as real processes: the packed file is the model.</summary>
public sealed class PackTests(TestData data) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-pack-").FullName;

    [Fact]
    public async Task Pack_WhatConvertMakesOfTheFile_AnswersAsTheModelDoes()
    {
        await Runs(0, "apply", data.Model, "pack(size=12%, samples=64)", "--data", "digits", "-o", At("out"));
        Assert.Equal(["manifest.json", "model.fpk", "model.onnx"], Names("out"));
        Assert.True(new FileInfo(At("out", "model.fpk")).Length < 0.13 * new FileInfo(data.Model).Length);
        await Runs(0, "convert", At("out", "model.fpk"), "-o", At("again.onnx"));
        await Runs(0, "convert", At("out", "model.onnx"), "-o", At("same.onnx"));
        Assert.Equal(new FileInfo(At("same.onnx")).Length, new FileInfo(At("again.onnx")).Length);
        string packed = await Runs(0, "eval", At("again.onnx"), "--data", "digits", "--output", "json"), written = await Runs(0, "eval", At("same.onnx"), "--data", "digits", "--output", "json");
        Assert.Equal(written, packed);
    }

    [Fact]
    public async Task Pack_AfterABudgetThatWasNotMet_ResumesWithThePackedFile()
    {
        string[] command = ["apply", data.Model, "pack(size=1%, samples=16, measure=no)", "--data", "digits", "-o", At("out"), "--max-drop"];
        await Runs(3, [.. command, "0%"]);
        await Runs(0, [.. command, "100%", "--resume"]);
        Assert.Equal(["manifest.json", "model.fpk", "model.onnx"], Names("out"));
    }

    [Fact]
    public async Task Convert_ADamagedPackedFile_IsRefused()
    {
        await Runs(0, "apply", data.Model, "pack(size=20%, samples=16, measure=no)", "--data", "digits", "-o", At("out"));
        byte[] file = File.ReadAllBytes(At("out", "model.fpk"));
        file[file.Length / 2] ^= 1;
        File.WriteAllBytes(At("bad.fpk"), file);
        Assert.Contains("packed-hash-mismatch", await Runs(2, "convert", At("bad.fpk"), "-o", At("bad.onnx")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    private string[] Names(string folder) => [.. Directory.GetFiles(At(folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private static async Task<string> Runs(int expected, params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync(arguments);
        Assert.True(code == expected, $"{code}: {error}");
        return output + (code == 0 ? "" : error);
    }
}
