using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Cli.Tests;

public sealed class CommandLineTests(TestData data)
{
    [Theory]
    [InlineData(2, "Did you mean 'train'", "trian")]
    [InlineData(2, "Did you mean '--data'", "train", "mnist-mlp6", "--dta", "x", "--data", "digits", "-o", "x.onnx")]
    [InlineData(2, "'--data' is required", "train", "mnist-mlp6", "-o", "x.onnx")]
    [InlineData(2, "zoo-unknown", "train", "resnet", "--data", "digits", "-o", "x.onnx")]
    [InlineData(2, "fulcrum data get mnist", "train", "mnist-mlp6", "--data", "mnist", "-o", "x.onnx")]
    [InlineData(2, "--epochs", "train", "mnist-mlp6", "--data", "digits", "--epochs", "0", "-o", "x.onnx")]
    [InlineData(2, "model-not-found", "plan", "nothing.onnx", "--data", "digits", "-o", "r")]
    [InlineData(2, "option-malformed", "plan", "nothing.onnx", "--data", "digits", "-o", "r", "--levels", "1,two")]
    [InlineData(2, "negative", "device", "--server", "http://127.0.0.1:1", "--model", "m", "--data", "digits", "--bandwidth", "-5Mbps")]
    [InlineData(2, "no unit", "device", "--server", "http://127.0.0.1:1", "--model", "m", "--data", "digits", "--bandwidth", "50")]
    [InlineData(2, "decimal point", "device", "--server", "http://127.0.0.1:1", "--model", "m", "--data", "digits", "--max-drop", "0,5%")]
    [InlineData(2, "no http address", "device", "--server", "nonsense", "--model", "m", "--data", "digits")]
    [InlineData(2, "at least 1", "device", "--server", "http://127.0.0.1:1", "--model", "m", "--data", "digits", "--batch-size", "0")]
    [InlineData(2, "at least 0", "train", "mnist-mlp6", "--data", "digits", "-o", "x.onnx", "--threads", "-3")]
    [InlineData(2, "cannot be a model's name", "plan", "nothing.onnx", "--data", "digits", "-o", "r", "--name", "../x")]
    [InlineData(2, "repository-missing", "serve", "--repository", "nowhere")]
    [InlineData(2, "dataset-unknown", "data", "get", "imagenet")]
    [InlineData(1, "cannot be reached", "device", "--server", "http://127.0.0.1:1", "--model", "m", "--data", "digits")]
    public async Task Run_BadInput_SaysSoOnStderrWithTheRightCode(int code, string says, params string[] arguments)
    {
        (int actual, string output, string error) = await FulcrumProcess.RunAsync(arguments);
        Assert.Equal((code, ""), (actual, output));
        Assert.Contains(says, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task Run_BadInputAsJson_PutsTheProblemsOnStdoutToo()
    {
        (int code, string output, _) = await FulcrumProcess.RunAsync("data", "get", "imagenet", "--output", "json");
        Assert.Equal(2, code);
        Assert.Equal("dataset-unknown", JsonDocument.Parse(output).RootElement.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task DataGet_Mnist_HasAllSeventyThousandImages()
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-get-").FullName;
        (int code, string output, string error) = await FulcrumProcess.RunAsync("data", "get", "mnist", "-o", folder, "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("mnist", 70_000), (result.GetProperty("name").GetString(), result.GetProperty("samples").GetInt32()));
        Assert.True(File.Exists(Path.Combine(result.GetProperty("path").GetString()!, "t10k-labels-idx1-ubyte")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Train_OntoAFolder_WritesNothing()
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-train-").FullName;
        (int code, _, string error) = await FulcrumProcess.RunAsync("train", "mnist-mlp6", "--data", "digits", "--epochs", "1", "-o", folder);
        Assert.Equal(2, code);
        Assert.Contains("output-not-writable", error);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*.tmp"));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Train_Terminated_EndsWith130AndWritesNothing()
    {
        string file = Path.Combine(TestData.Folder, "cancelled.onnx");
        using Process process = FulcrumProcess.Start("train", "mnist-mlp6", "--data", "digits", "--epochs", "100000", "-o", file, "--progress", "json");
        await process.StandardError.ReadLineAsync();
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Train_TwiceWithOneSeed_WritesTheSameBytes()
    {
        string again = Path.Combine(TestData.Folder, "again.onnx");
        (int code, string output, string error) = await FulcrumProcess.RunAsync("train", "mnist-mlp6", "--data", "digits", "--epochs", "3", "-o", again, "--output", "json", "--progress", "json");
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(data.Model), File.ReadAllBytes(again));
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(3, result.GetProperty("epochs").GetArrayLength());
        Assert.InRange(result.GetProperty("top1").GetDouble(), 0.85, 1);
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal("training", JsonDocument.Parse(line).RootElement.GetProperty("stage").GetString()));
    }

    [Fact]
    public async Task Plan_Json_HasTheContractsKeys()
    {
        string repository = Path.Combine(TestData.Folder, "other");
        (int code, string output, string error) = await FulcrumProcess.RunAsync("plan", data.Model, "--data", "digits", "--levels", "2", "-o", repository, "--max-drop", "2%", "--raw-input-stays", "--output", "json");
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(14, result.GetProperty("candidates").GetArrayLength());
        Assert.InRange(result.GetProperty("chosen").GetProperty("cut").GetInt32(), 1, 6);
        Assert.True(File.Exists(Path.Combine(repository, "mlp", "1", "patterns.json")));
    }
}
