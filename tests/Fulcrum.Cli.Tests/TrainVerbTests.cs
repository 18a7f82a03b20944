using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Onnx;

namespace Fulcrum.Cli.Tests;

public sealed class TrainVerbTests(TestData data) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-train-").FullName;

    [Fact]
    public async Task Train_OnnxFile_GoesOnFromItsWeights()
    {
        JsonElement result = await Json("train", data.Model, "--data", "digits", "--epochs", "1", "-o", At("more.onnx"));
        double before = result.GetProperty("top1_before").GetDouble(), after = result.GetProperty("top1").GetDouble();
        Assert.InRange(before, 0.85, 1);
        Assert.InRange(after, before - 0.01, 1);
        Assert.Equal((1000, false), (result.GetProperty("samples").GetInt32(), result.GetProperty("resumed").GetBoolean()));
        Assert.NotEqual(File.ReadAllBytes(data.Model), File.ReadAllBytes(At("more.onnx")));
        Assert.False(File.Exists(At("more.onnx.checkpoint")));
    }

    [Fact]
    public async Task Train_WithEveryOption_LearnsConvolutionsFromNothing()
    {
        JsonElement result = await Json(
            "train", "mnist-cnn", "--data", "digits", "--epochs", "1", "--batch-size", "64", "--optimizer", "adam", "--learning-rate", "0.002", "--weight-decay", "0.01",
            "--schedule", "linear", "--warm-up", "0.1", "--clip-norm", "1", "--augment", "crop", "-o", At("cnn.onnx"));
        Assert.InRange(result.GetProperty("top1").GetDouble(), 0.85, 1);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("top1_before").ValueKind);
        Graphs.Tensor mean = OnnxFile.Read(At("cnn.onnx")).Graph.Initializers.Single(t => t.Name == "norm1.running_mean");
        Assert.Contains(mean.Values<float>().ToArray(), m => m != 0);
    }

    [Fact]
    public async Task Train_FrozenStatistics_KeepsThem()
    {
        await Json("zoo", "mnist-cnn", "-o", At("start.onnx"));
        await Json("train", At("start.onnx"), "--data", "digits", "--epochs", "1", "--freeze-statistics", "-o", At("frozen.onnx"));
        Graphs.Tensor mean = OnnxFile.Read(At("frozen.onnx")).Graph.Initializers.Single(t => t.Name == "norm1.running_mean");
        Assert.All(mean.Values<float>().ToArray(), m => Assert.Equal(0, m));
    }

    [Fact]
    public async Task Train_TerminatedAndResumed_WritesWhatAnUninterruptedRunWrites()
    {
        string[] command = ["train", "mnist-mlp6", "--data", "digits", "--epochs", "40", "-o", At("model.onnx")];
        using (Process process = FulcrumProcess.Start([.. command, "--progress", "json"]))
        {
            await process.StandardError.ReadLineAsync();
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
            string said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("model.onnx.checkpoint was kept: the same command with --resume", said);
        }

        Assert.Equal([At("model.onnx.checkpoint")], Directory.GetFiles(_folder));
        (int code, _, string error) = await FulcrumProcess.RunAsync([.. command, "--resume", "--learning-rate", "0.05"]);
        Assert.Equal(2, code);
        Assert.Contains("checkpoint-other-run", error);
        JsonElement resumed = await Json([.. command, "--resume"]);
        Assert.True(resumed.GetProperty("resumed").GetBoolean());
        byte[] bytes = File.ReadAllBytes(At("model.onnx"));
        Assert.Equal([At("model.onnx")], Directory.GetFiles(_folder));
        await Json(command);
        Assert.Equal(bytes, File.ReadAllBytes(At("model.onnx")));
    }

    [Theory]
    [InlineData("--warm-up", "train", "mnist-mlp6", "--data", "digits", "--warm-up", "1.5", "-o", "x.onnx")]
    [InlineData("--clip-norm", "train", "mnist-mlp6", "--data", "digits", "--clip-norm", "0", "-o", "x.onnx")]
    [InlineData("sideways", "train", "mnist-mlp6", "--data", "digits", "--schedule", "sideways", "-o", "x.onnx")]
    [InlineData("model-not-found", "train", "nothing.onnx", "--data", "digits", "-o", "x.onnx")]
    [InlineData("data-shape", "train", "vgg-cifar10", "--data", "digits", "-o", "x.onnx")]
    public async Task Train_BadInput_SaysSo(string says, params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string output, string error) = await FulcrumProcess.RunAsync([.. arguments, "--output", "json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
