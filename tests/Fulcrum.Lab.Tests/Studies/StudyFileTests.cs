using System.Text.Json;
using Fulcrum.Configuration;
using Fulcrum.Lab.Studies;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Tests.Studies;

/// <summary>study.yaml: what it may say, and that everything wrong with it is said at once, with its line.</summary>
public sealed class StudyFileTests : IDisposable
{
    private const string Good = """
        name: small
        tiers: tiers.yaml
        models:
          - {name: m, file: m.onnx, data: digits}
        operators:
          - {name: Identity, apply: identity}
          - {name: SPTQ, apply: sptq}
        placements: [near, near+far]

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-study-file-").FullName;

    public StudyFileTests()
    {
        File.WriteAllText(Path.Combine(_folder, "tiers.yaml"), "tiers: [{name: near, cpu: 0.5}, {name: far}]\nlinks: [{from: near, to: far, up: 8Mbps, down: 16Mbps}]\n");
        File.WriteAllText(Path.Combine(_folder, "m.onnx"), "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_LeastFile_HasTheDefaults()
    {
        StudyDesign design = Read(Good);
        Assert.Equal((20, 50, 2, 0, true, true), (design.Warmup, design.Runs, design.Rounds, design.InFlight, design.Calibrate, design.Control));
        Assert.Equal([StudyMode.Fulcrum], design.Modes);
        Assert.Equal("", Assert.Single(design.Conditions).Name);
        Assert.Equal(["near", "near+far"], design.Placements.Select(p => p.Name));
        Assert.Equal((Path.Combine(_folder, "m.onnx"), "digits", true), (design.Models[0].File, design.Models[0].Data, design.Models[0].IsJudged));
        Assert.Equal(["near", "far"], design.System.Tiers.Select(t => t.Name));
    }

    [Fact]
    public void Read_OperatorOfAStudent_TakesEachModelsOwn()
    {
        File.WriteAllText(Path.Combine(_folder, "s.onnx"), "");
        StudyDesign design = Read(Good.Replace("data: digits", "data: digits, student: s.onnx", StringComparison.Ordinal).Replace("apply: sptq", "apply: \"distill(student={student}, epochs=0) | sptq\"", StringComparison.Ordinal));
        Assert.Equal($"distill(student={Path.Combine(_folder, "s.onnx")}, epochs=0) | sptq", design.Operators[1].For(design.Models[0]));
    }

    [Theory]
    [InlineData("white-box")]
    [InlineData("black-box")]
    public void Read_StudyOfTheSamples_LacksItsModelsAndNothingElse(string study)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root)!;
        string path = Path.Combine(root, "samples", "studies", study, "study.yaml");
        Exception? missing = Record.Exception(() => StudyFile.Read(path));
        Assert.All((missing as InputException)?.Problems ?? [], p => Assert.Equal("study-model", p.Code));
        Assert.True(missing is null or InputException, $"{missing}");
    }

    [Fact]
    public void Read_EveryKey_IsTaken()
    {
        StudyDesign design = Read("""
            name: all
            tiers: tiers.yaml
            models:
              - {name: m, file: m.onnx, data: sets/d.json, prepared: shrunk, judged: false, operators: [SPTQ]}
            operators: [{name: Identity, apply: identity}, {name: SPTQ, apply: "sptq(bits=7) | identity"}]
            placements:
              - near
              - {tiers: near+far, operators: [SPTQ], partition: "partition(parts=2)"}
            modes: [as-published, fulcrum]
            sweep: [{link: near-far, up: [1Mbps, 4Mbps]}]
            warmup: 0
            runs: 7
            rounds: 3
            in_flight: 4
            control: false
            calibrate: false
            """);
        Assert.Equal((0, 7, 3, 4, false, false), (design.Warmup, design.Runs, design.Rounds, design.InFlight, design.Calibrate, design.Control));
        Assert.Equal([StudyMode.AsPublished, StudyMode.Fulcrum], design.Modes);
        Assert.Equal((Path.Combine(_folder, "sets/d.json"), "shrunk", false), (design.Models[0].Data, design.Models[0].Prepared, design.Models[0].IsJudged));
        Assert.Equal(["SPTQ"], design.Models[0].Operators!);
        Assert.Equal("partition(parts=2)", design.Placements[1].Partition);
        // The rate down keeps its ratio to the rate up.
        Assert.Equal([("1", 1e6, 2e6), ("4", 4e6, 8e6)], design.Conditions.Select(c => (c.Name, c.System.Links[0].UpBitsPerSecond, c.System.Links[0].DownBitsPerSecond)));
    }

    [Fact]
    public void Read_JsonOfTheSame_IsTheSame()
    {
        string json = """
            {"name": "small", "tiers": "tiers.yaml", "models": [{"name": "m", "file": "m.onnx", "data": "digits"}],
             "operators": [{"name": "Identity", "apply": "identity"}, {"name": "SPTQ", "apply": "sptq"}], "placements": ["near", "near+far"]}
            """;
        Assert.Equal(Text(Read(Good)), Text(Read(json, "study.json")));
    }

    [Fact]
    public void Read_EnvironmentVariables_StandForFolders()
    {
        Environment.SetEnvironmentVariable("FULCRUM_STUDY_TESTS", _folder);
        StudyDesign design = Read(Good.Replace("m.onnx", "$FULCRUM_STUDY_TESTS/m.onnx").Replace("digits", "$FULCRUM_STUDY_TESTS/d").Replace("tiers.yaml", "$FULCRUM_STUDY_TESTS/tiers.yaml"));
        Assert.Equal((Path.Combine(_folder, "m.onnx"), Path.Combine(_folder, "d")), (design.Models[0].File, design.Models[0].Data));
    }

    [Theory]
    [InlineData("runs: 0", "study-malformed", "runs", "no number of that kind")]
    [InlineData("runs: 2.5", "study-malformed", "runs", "no number of that kind")]
    [InlineData("runs: many", "study-malformed", "runs", "is no number")]
    [InlineData("warmup: -1", "study-malformed", "warmup", "no number of that kind")]
    [InlineData("in_flight: -1", "study-malformed", "in_flight", "no number of that kind")]
    [InlineData("rounds: 51", "study-malformed", "rounds", "50 runs cannot be shared out over 51 rounds")]
    [InlineData("runz: 5", "study-unknown-member", "runz", "Did you mean \"runs\"?")]
    [InlineData("control: maybe", "study-malformed", "control", "neither true nor false")]
    [InlineData("modes: [fulcrum, as_published]", "study-malformed", "modes[1]", "'as_published' is no mode")]
    [InlineData("modes: [fulcrum, fulcrum]", "study-name", "modes[1]", "given twice")]
    [InlineData("modes: fulcrum", "study-malformed", "modes", "no list")]
    [InlineData("sweep: [{link: near-farr, up: [1Mbps]}]", "study-tier", "sweep[0].link", "There is no link 'near-farr'")]
    [InlineData("sweep: [{link: near-far, up: [0Mbps]}]", "study-malformed", "sweep[0].up", "Nothing gets through")]
    [InlineData("sweep: [{link: near-far, up: [fast]}]", "study-malformed", "sweep[0].up", "fast")]
    [InlineData("sweep: [{link: near-far, up: []}]", "study-missing", "sweep[0].up", "There are no rates")]
    [InlineData("sweep: [{link: near-far, up: [1Mbps, 1000kbps]}]", "study-malformed", "sweep[0].up", "given twice")]
    [InlineData("sweep: [{link: near-far, up: [1Mbps]}, {link: near-far, up: [2Mbps]}]", "study-malformed", "sweep[1]", "given twice")]
    [InlineData("sweep: [{link: near-far, up: [1Mbps], upp: 1}]", "study-unknown-member", "sweep[0].upp", "Did you mean \"up\"?")]
    public void Read_WrongLine_IsSaidWithItsPlace(string line, string code, string place, string said) => Refused(Good + line, code, $":9: {place}", said);

    [Theory]
    [InlineData("name: small", "name: \"\"", "study-name", ":1: name", "empty")]
    [InlineData("tiers: tiers.yaml", "tiers: nowhere.yaml", "tiers-not-readable", ":2: tiers", "nowhere.yaml")]
    [InlineData("file: m.onnx", "file: none.onnx", "study-model", ":4: models[0].file", "There is no file")]
    [InlineData("file: m.onnx", "file: $FULCRUM_NOT_SET/m.onnx", "study-malformed", ":4: models[0].file", "FULCRUM_NOT_SET is not set")]
    [InlineData("data: digits", "data: $FULCRUM_NOT_SET/d", "study-malformed", ":4: models[0].data", "FULCRUM_NOT_SET is not set")]
    [InlineData("data: digits", "data: digits, operators: [SPTK]", "study-name", ":4: models[0].operators", "Did you mean 'SPTQ'?")]
    [InlineData("name: m,", "name: ../m,", "study-name", ":4: models[0].name", "letters, digits")]
    [InlineData("name: SPTQ", "name: Identity", "study-name", ":7: operators[1].name", "given twice")]
    [InlineData("name: SPTQ", "name: 'a,b'", "study-name", ":7: operators[1].name", "commas")]
    [InlineData("name: SPTQ", "name: Identity (again)", "study-name", ":6: operators", "files of one name")]
    [InlineData("apply: sptq", "apply: sptqq", "operator-unknown", ":7: operators[1].apply", "Did you mean 'sptq'?")]
    [InlineData("apply: sptq", "apply: \"sptq(bits\"", "operator-syntax", ":7: operators[1].apply", "no operator")]
    [InlineData("near+far]", "nearr]", "study-tier", ":8: placements[1].tiers", "Did you mean 'near'?")]
    [InlineData("near+far]", "far+near]", "study-tier", ":8: placements[1].tiers", "No link leads on to 'near'")]
    [InlineData("near+far]", "near+near]", "study-tier", ":8: placements[1].tiers", "No link leads on to 'near'")]
    [InlineData("near+far]", "near]", "study-name", ":8: placements[1].tiers", "given twice")]
    [InlineData("[near, near+far]", "[]", "study-missing", ":8: placements", "There are none")]
    [InlineData("[near, near+far]", "[{tiers: near, operators: [SPTK]}]", "study-name", ":8: placements[0].operators", "Did you mean 'SPTQ'?")]
    [InlineData("[near, near+far]", "[{tiers: near+far, partition: cut}]", "operator-unknown", ":8: placements[0].partition", "no operator")]
    [InlineData("data: digits}", "data: digits, operators: [SPTQ]}\nplacementz: 1", "study-unknown-member", ":5: placementz", "Did you mean \"placements\"?")]
    public void Read_WrongPart_IsSaidWithItsPlace(string right, string wrong, string code, string place, string said) => Refused(Good.Replace(right, wrong), code, place, said);

    [Fact]
    public void Read_ListsThatShareNothing_AreRefused() =>
        Refused(Good.Replace("data: digits}", "data: digits, operators: [SPTQ]}").Replace("[near, near+far]", "[{tiers: near, operators: [Identity]}]"), "study-missing", ":6: operators", "No model runs any operator anywhere");

    [Fact]
    public void Read_WrongTiersFile_KeepsItsOwnLine()
    {
        File.WriteAllText(Path.Combine(_folder, "tiers.yaml"), "tiers: [{name: near}, {name: far}]\nlinks:\n  - {from: near, to: far, up: 0Mbps}\n");
        Refused(Good, "tiers-out-of-range", "tiers.yaml:3: links[0].up", "not possible");
    }

    [Fact]
    public void Read_TierWithoutRoute_IsRefused()
    {
        File.WriteAllText(Path.Combine(_folder, "tiers.yaml"), "tiers: [{name: near}, {name: far}, {name: moon}]\nlinks: [{from: near, to: far, up: 1Mbps}]\n");
        Refused(Good, "tiers-no-route", "tier 'moon'", "No links lead");
    }

    [Fact]
    public void Read_RatesOfALinkToARealMachine_CannotBeSwept()
    {
        File.WriteAllText(Path.Combine(_folder, "tiers.yaml"), "tiers: [{name: near}, {name: far, ssh: far, host: \"http://192.0.2.1:0\"}]\nlinks: [{from: near, to: far, up: 1Mbps}]\n");
        Assert.Equal("far", Read(Good).System.Tiers[1].Ssh);
        Refused(Good + "sweep: [{link: near-far, up: [1Mbps, 2Mbps]}]", "study-sweep", ":9: sweep[0].link", "real machine");
    }

    [Fact]
    public void Read_ManyProblems_AreSaidAtOnce()
    {
        var refused = Assert.Throws<InputException>(() => Read(Good.Replace("m.onnx", "none.onnx").Replace("data: digits", "data: digits, operators: [X1, Y2]").Replace("near+far", "moon").Replace("sptq", "sptqq") + "runs: 0\nfoo: 1\n"));
        Assert.Equal(7, refused.Problems.Count);
        Assert.Equal(2, refused.Problems.Count(p => p.Place.EndsWith("models[0].operators", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_NothingThere_IsRefused()
    {
        Assert.Equal("study-not-readable", Assert.Throws<InputException>(() => StudyFile.Read(Path.Combine(_folder, "none.yaml"))).Problems[0].Code);
        Assert.Contains(":2", Assert.Throws<InputException>(() => Read("name: a\n\tb: c\n")).Problems[0].Place);
        Assert.All(Assert.Throws<InputException>(() => Read("")).Problems, p => Assert.StartsWith("study-", p.Code));
    }

    private static string Text(StudyDesign design) => JsonSerializer.Serialize(new StudyState(1, "", "", 1, null!, design), StudyJson.Default.StudyState);

    private StudyDesign Read(string text, string name = "study.yaml") => StudyFile.Parse(ConfigDocument.Parse(text, name, "study"), _folder);

    private void Refused(string text, string code, string place, string said)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Read(text)).Problems);
        Assert.Equal(code, problem.Code);
        Assert.EndsWith(place, problem.Code.StartsWith("operator-", StringComparison.Ordinal) ? problem.Place[..problem.Place.LastIndexOf(": ", StringComparison.Ordinal)] : problem.Place);
        Assert.Contains(said, $"{problem.Message} {problem.Remedy}");
    }
}
