using Fulcrum.Planning.Profiles;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Profiles;

public sealed class ProfileFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("fulcrum-profiles-").FullName, "profile.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        ProfileFile.Write(SampleProfiles.Profile(), _path);
        string text = File.ReadAllText(_path);
        ProfileFile.Write(ProfileFile.Read(_path), _path);
        Assert.Equal(text, File.ReadAllText(_path));
        Assert.Contains("\"p95_ms\": 0.3,", text);
        Assert.Contains("\"up_bits_per_second\": 100000000,", text);
    }

    public static TheoryData<string, string, string, string> BadFiles => new()
    {
        { "\"format\": 1,", "\"format\": 2,", "profile-format", "format" },
        { "\"format\": 1,", "", "profile-malformed", "$" },
        { "\"tier\": null,", "\"tier\": null, \"colour\": 1,", "profile-malformed", "$.environment.colour" },
        { "\"system\": \"Linux\"", "\"system\": null", "profile-malformed", "$.environment.system" },
        { "\"cores\": 4", "\"cores\": 0", "profile-value", "environment" },
        { "\"cpu_quota\": null", "\"cpu_quota\": -1", "profile-value", "environment.cpu_quota" },
        { "\"clock_hz\": 2000000000", "\"clock_hz\": 0", "profile-value", "modelled" },
        { "\"cycles\": 4", "\"cycles\": -4", "profile-value", "modelled.cycles_per_mac" },
        { SampleProfiles.Hash, "nohash", "profile-value", "models[0].sha256" },
        { "\"dims\": {}", "\"dims\": { \"n\": 0 }", "profile-value", "models[0].dims" },
        { "\"median_ms\": 0.23", "\"median_ms\": 0.9", "profile-value", "models[0].whole" },
        { "\"low\": 0.99", "\"low\": 1.99", "profile-value", "models[0].control" },
        { "\"unattributed_ms\": 0", "\"unattributed_ms\": -1", "profile-value", "models[0].unattributed_ms" },
        { "\"index\": 1", "\"index\": 2", "profile-value", "models[0].nodes" },
        { "\"index\": 1", "\"index\": -2", "profile-value", "models[0].nodes[1]" },
        { "\"bytes\": 104", "\"bytes\": -4", "profile-value", "models[0].nodes[2]" },
        { "\"depth\": 0.67", "\"depth\": 1.67", "profile-value", "models[0].segments[0]" },
        { "\"method\": \"composed\"", "\"method\": \"guessed\"", "profile-value", "models[0].errors[0]" },
        { "\"ns_per_mac\": 2000", "\"ns_per_mac\": -2000", "profile-value", "fits[0]" },
        { "\"op\": \"Relu\",\n      \"overhead", "\"op\": \"MatMul\",\n      \"overhead", "profile-value", "fits" },
        { "\"rtt_ms\": 1.5", "\"rtt_ms\": -1.5", "profile-value", "link" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Read_FileWithOneThingWrong_NamesIt(string good, string bad, string code, string place)
    {
        ProfileFile.Write(SampleProfiles.Profile(), _path);
        string text = File.ReadAllText(_path);
        int at = text.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        File.WriteAllText(_path, string.Concat(text.AsSpan(0, at), bad, text.AsSpan(at + good.Length)));
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => ProfileFile.Read(_path)).Problems);
        Assert.Equal((code, $"{_path}: {place}"), (problem.Code, problem.Place));
    }

    [Fact]
    public void Read_SeveralThingsWrong_ListsAll()
    {
        MachineProfile profile = SampleProfiles.Profile();
        ProfileFile.Write(profile with { Models = [profile.Models[0] with { Macs = -1, Precision = "fp16" }, profile.Models[0]], Link = profile.Link! with { Probes = 0 } }, _path);
        Assert.Equal(["models", "models[0].precision", "models[0].macs", "link"], Assert.Throws<InputException>(() => ProfileFile.Read(_path)).Problems.Select(p => p.Place[(_path.Length + 2)..]));
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        Assert.Equal("profile-not-readable", Assert.Single(Assert.Throws<InputException>(() => ProfileFile.Read(_path)).Problems).Code);

    [Fact]
    public void DiffersFrom_AnotherMachine_ListsEveryDifference()
    {
        MachineEnvironment here = SampleProfiles.Environment();
        Assert.Empty(here.DiffersFrom(here with { Instructions = ["fma", "avx2"], Tier = "edge", Quota = "none at all" }));
        MachineEnvironment there = new() { System = "Other", Processor = null, Cores = 8, Threads = 2, CpuQuota = 0.5, Quota = "0.5 cores", Tier = null, Instructions = ["avx2"], OnnxRuntime = "1.29.0" };
        Assert.Equal(["system", "processor", "cores", "threads", "cpu_quota", "instructions", "onnx_runtime"], here.DiffersFrom(there).Select(d => d.Member));
        Assert.Equal(new EnvironmentDifference("cpu_quota", "none", "0.5"), here.DiffersFrom(here with { CpuQuota = 0.5 }).Single());
    }

    [Fact]
    public void ToDevice_AtAPrecisionThatWasNotRun_TakesFp32()
    {
        MachineProfile profile = SampleProfiles.Profile();
        Assert.Equal((4, 2e9), (profile.ToDevice(Precision.Int8).CyclesPerMac, profile.ToDevice().ClockHz));
        Assert.Equal(5, (profile with { Modelled = profile.Modelled with { CyclesPerMac = [] } }).ToDevice().CyclesPerMac);
        Assert.Equal(1e8, profile.Link!.ToLink().BitsPerSecond);
    }
}
