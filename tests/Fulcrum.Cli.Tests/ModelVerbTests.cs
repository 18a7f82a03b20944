using System.Text.Json;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;

namespace Fulcrum.Cli.Tests;

/// <summary>zoo, inspect, validate, convert, cuts, split and doctor as real processes; the JSON keys are the contract.</summary>
public sealed class ModelVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-models-").FullName;

    [Fact]
    public async Task Zoo_Inspect_Cuts_Split_OfAResNet_AgreeWithEachOther()
    {
        string model = At("resnet18.onnx"), parts = At("parts");
        JsonElement zoo = await Json("zoo", "resnet18", "-o", model);
        JsonElement facts = await Json("inspect", model);
        Assert.Equal(11_684_712, zoo.GetProperty("parameters").GetInt64());
        Assert.Equal(zoo.GetProperty("parameters").GetInt64(), facts.GetProperty("parameters").GetInt64());
        Assert.Equal((1_814_073_344, 17, 20), (facts.GetProperty("macs").GetInt64(), facts.GetProperty("opset").GetInt64(), facts.GetProperty("ops").GetProperty("Conv").GetInt32()));
        Assert.Equal(new FileInfo(model).Length, facts.GetProperty("bytes").GetInt64());
        Assert.Equal(("input", "logits"), (facts.GetProperty("inputs")[0].GetProperty("name").GetString(), facts.GetProperty("outputs")[0].GetProperty("name").GetString()));
        Assert.Equal(0, facts.GetProperty("unknown").GetArrayLength());

        JsonElement cut = (await Json("cuts", model)).GetProperty("cuts")[3];
        Assert.Equal(4, cut.GetProperty("id").GetInt32());
        Assert.Equal(128 * 28 * 28 * 4, cut.GetProperty("bytes").GetInt64());
        Assert.Equal(facts.GetProperty("macs").GetInt64(), cut.GetProperty("head_macs").GetInt64() + cut.GetProperty("tail_macs").GetInt64());
        Assert.InRange(cut.GetProperty("depth").GetDouble(), 0.4, 0.45);
        Assert.True(cut.GetProperty("head_parameters").GetInt64() > 0);

        JsonElement split = await Json("split", model, "--at", $"4,{(await Json("cuts", model)).GetProperty("cuts")[6].GetProperty("name").GetString()}", "--verify", "-o", parts);
        Assert.True(split.GetProperty("bit_exact").GetBoolean());
        Assert.Equal(0, split.GetProperty("max_abs_difference").GetDouble());
        Assert.Equal(["segment-1.onnx", "segment-2.onnx", "segment-3.onnx", "split.json"], Directory.GetFiles(parts).Select(Path.GetFileName).Order());
        Assert.Equal(zoo.GetProperty("parameters").GetInt64(), split.GetProperty("segments").EnumerateArray().Sum(s => s.GetProperty("parameters").GetInt64()));
    }

    [Fact]
    public async Task Cuts_WithVerify_ProvesEachCut()
    {
        string model = Write("g (float[N, 4] x) => (float[N, 4] y) { a = Relu(x) b = Neg(a) c = Add(a, b) y = Exp(c) }");
        JsonElement cuts = (await Json("cuts", model, "--all", "--verify")).GetProperty("cuts");
        Assert.Equal(["a", "a+b", "c"], cuts.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.All(cuts.EnumerateArray(), c => Assert.True(c.GetProperty("bit_exact").GetBoolean()));
    }

    [Fact]
    public async Task Inspect_WithDims_CountsWithThem()
    {
        string model = Write("g (float[N, 4] x) => (float[N, 8] y) <float[4, 8] w = {1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}> { y = MatMul(x, w) }");
        Assert.Equal(32, (await Json("inspect", model)).GetProperty("macs").GetInt64());
        JsonElement bound = await Json("inspect", model, "--dim", "N=10");
        Assert.Equal((320, 10 * 12 * 4), (bound.GetProperty("macs").GetInt64(), bound.GetProperty("peak_activation_bytes").GetInt64()));
        Assert.Equal("N", Assert.Single(bound.GetProperty("dynamic_dims").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Inspect_OpThatNobodyKnows_ReportsItAndCountsTheRest()
    {
        string model = Write("g (float[2] x) => (float[2] y) { a = Relu(x) m = com.example.Mystery(a) y = Neg(m) }", "\"com.example\" : 1");
        JsonElement facts = await Json("inspect", model);
        Assert.Equal("com.example.Mystery", Assert.Single(facts.GetProperty("unknown").EnumerateArray()).GetString());
        Assert.Equal(0, (await Json("validate", model)).GetProperty("problems").GetArrayLength());
        Assert.Equal("a", Assert.Single((await Json("cuts", model)).GetProperty("cuts").EnumerateArray()).GetProperty("name").GetString());
        JsonElement split = await Json("split", model, "--at", "a", "-o", At("parts"));
        Assert.Equal("Mystery", OnnxFile.Read(split.GetProperty("segments")[1].GetProperty("path").GetString()!).Graph.Nodes[0].OpType);
    }

    [Theory]
    [InlineData("value-undefined", "g (float[2] x) => (float[2] y) { y = Add(x, z) }")]
    [InlineData("op-inputs", "g (float[2] x) => (float[2] y) { y = Add(x) }")]
    [InlineData("graph-type-conflict", "g (float[2] x) => (int64[2] y) { y = Relu(x) }")]
    [InlineData("op-value", "g (float[2] x) => (uint8[2] y) <float s = {0}> { y = QuantizeLinear(x, s) }")]
    public async Task Validate_WrongModel_NamesTheProblemAndExitsWithTwo(string code, string graph)
    {
        (int exit, string output, _) = await FulcrumProcess.RunAsync("validate", Write(graph), "--output", "json");
        Assert.Equal(2, exit);
        Assert.Contains(code, JsonDocument.Parse(output).RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Validate_WeightThatIsNoNumber_IsFoundAtLevelDataOnly()
    {
        string model = Write("g (float[2] x) => (float[2] y) <float[2] w = {1, nan}> { y = Add(x, w) }");
        Assert.True((await Json("validate", model, "--level", "types")).GetProperty("valid").GetBoolean());
        (int exit, string output, _) = await FulcrumProcess.RunAsync("validate", model, "--level", "data", "--output", "json");
        Assert.Equal((2, true), (exit, output.Contains("tensor-not-finite", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Convert_CleanAndBeside_MovesConstantsOutOfTheModel()
    {
        string constant = string.Join(", ", Enumerable.Range(0, 512));
        string model = Write($"g (float[512] x) => (float[512] y) {{ w = Constant <value = float[512] {{{constant}}}> () a = Identity(x) y = Add(a, w) }}");
        JsonElement result = await Json("convert", model, "-o", At("out.onnx"), "--clean", "--external-data", "beside");
        Assert.Equal(["constant-to-initializer: Constant(w)", "identity: Identity(a)"], result.GetProperty("edits").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(2048, new FileInfo(At("out.onnx.data")).Length);
        Assert.Equal("Add", Assert.Single(OnnxFile.Read(At("out.onnx")).Graph.Nodes).OpType);
    }

    [Theory]
    [InlineData("cut-unknown", "split", "{model}", "--at", "99", "-o", "{out}")]
    [InlineData("Did you mean 'a'", "split", "{model}", "--at", "aa", "-o", "{out}")]
    [InlineData("cut-order", "split", "{model}", "--at", "b,a", "-o", "{out}")]
    [InlineData("NAME=SIZE", "inspect", "{model}", "--dim", "batch")]
    [InlineData("model-not-found", "inspect", "nothing.onnx")]
    [InlineData("model-not-a-file", "inspect", "/")]
    [InlineData("zoo-unknown", "zoo", "alexnet", "-o", "{out}")]
    [InlineData("onnx-malformed", "inspect", "{text}")]
    public async Task Run_BadInput_SaysSoAndWritesNothing(string says, params string[] arguments)
    {
        string model = Write("g (float[2] x) => (float[2] y) { a = Relu(x) b = MatMul(a, w) y = MatMul(b, w) }".Replace("y) {", "y) <float[2, 2] w = {1, 2, 3, 4}> {", StringComparison.Ordinal));
        File.WriteAllText(At("text.onnx"), "this is no model");
        string[] filled = [.. arguments.Select(a => a.Replace("{model}", model, StringComparison.Ordinal).Replace("{out}", At("out"), StringComparison.Ordinal).Replace("{text}", At("text.onnx"), StringComparison.Ordinal))];
        (int exit, string output, string error) = await FulcrumProcess.RunAsync(filled);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(says, error);
        Assert.False(Path.Exists(At("out")));
    }

    [Fact]
    public async Task Doctor_OnThisMachine_FindsTheNativeLibrary()
    {
        JsonElement result = await Json("doctor");
        Assert.Matches(@"^1\.\d+", result.GetProperty("machine").GetProperty("onnx_runtime").GetString());
        Assert.DoesNotContain("native-runtime", result.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string graph, string opset = "")
    {
        string path = At("model.onnx");
        OnnxFile.Write(GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17{(opset.Length > 0 ? ", " + opset : "")}]>\n{graph}"), path);
        return path;
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
