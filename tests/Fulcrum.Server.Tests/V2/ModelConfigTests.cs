using Fulcrum.Problems;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Models;

namespace Fulcrum.Server.Tests.V2;

public sealed class ModelConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelConfig Read(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "config.pbtxt"), text);
        return ModelConfigReader.Read("net", _folder);
    }

    [Fact]
    public void Read_NoFile_IsTheDefaults()
    {
        ModelConfig config = ModelConfigReader.Read("net", _folder);
        Assert.Equal((0, null, 1, 1), (config.MaxBatchSize, config.DynamicBatching, config.Instances, config.Versions.Latest));
    }

    [Fact]
    public void Read_WholeFile_TakesWhatIsUnderstoodAndWarnsOfTheRest()
    {
        ModelConfig config = Read("""
            # a comment
            name: "net"
            platform: 'onnxruntime_onnx'
            max_batch_size: 8
            input [ { name: "x" data_type: TYPE_FP32 dims: [ 3, 224, 224 ] } ]
            output [
              { name: "y", data_type: TYPE_FP32, dims: [ 10 ] }
            ]
            dynamic_batching: <
              preferred_batch_size: [ 4, 8 ]
              max_queue_delay_microseconds: 100;
              default_queue_policy { max_queue_size: 16 timeout_action: REJECT }
            >
            instance_group [ { count: 2 kind: KIND_CPU } ]
            version_policy: { latest { num_versions: 3 } }
            parameters: { key: "intra" "_op" value: { string_value: "4" } }
            """);
        Assert.Equal((8, true, 2, 3, 16), (config.MaxBatchSize, config.DynamicBatching, config.Instances, config.Versions.Latest, config.MaxQueueSize));
        Assert.Equal([4, 8], config.PreferredBatchSizes);
        Assert.Equal(TimeSpan.FromMicroseconds(100), config.MaxQueueDelay);
        Assert.Equal(["net/config.pbtxt, line 12: 'timeout_action' is not used here.", "net/config.pbtxt, line 16: 'parameters' is not used here."], config.Warnings);
    }

    [Theory]
    [InlineData("version_policy: { all { } }", "1,2,5")]
    [InlineData("version_policy { latest { num_versions: 2 } }", "2,5")]
    [InlineData("version_policy { latest { } }", "5")]
    [InlineData("version_policy { specific { versions: [5, 1] } }", "1,5")]
    [InlineData("", "5")]
    public void Choose_EachPolicy_TakesItsVersions(string text, string expected) => Assert.Equal(expected, string.Join(",", Read(text).Versions.Choose([1, 2, 5])));

    [Theory]
    [InlineData("name: \"net\"\nmax_batch_size 8", 2, "The field 'max_batch_size' has no ':' before its value.")]
    [InlineData("dynamic_batching {\n\n", 1, "The message that begins here has no '}'.")]
    [InlineData("a: [1 2]", 1, "The list of 'a' goes on with '2'; ',' or ']' was expected.")]
    [InlineData("\na: \"x", 2, "The text in quotes does not end on its line.")]
    [InlineData("a: }", 1, "The field 'a' has no value.")]
    [InlineData("a: @", 1, "The character '@' means nothing here.")]
    [InlineData(": 5", 1, "A field's name was expected, not ':'.")]
    [InlineData("name: \"other\"", 1, "The name 'other' is not that of the folder, 'net'.")]
    [InlineData("\n\nbackend: \"python\"", 3, "The backend 'python' is not served here; only onnxruntime is.")]
    [InlineData("max_batch_size: -1", 1, "The field 'max_batch_size' is -1; it has to be a whole number of 0 to 2147483647.")]
    [InlineData("instance_group { count: 1000 }", 1, "The field 'count' is 1000; it has to be a whole number of 1 to 64.")]
    [InlineData("dynamic_batching: 5", 1, "The field 'dynamic_batching' has to be a message in braces.")]
    public void Read_WrongText_NamesTheLine(string text, int line, string message)
    {
        Problem problem = Assert.Throws<InputException>(() => Read(text)).Problems[0];
        Assert.Equal(($"net/config.pbtxt, line {line}", message), (problem.Place, problem.Message));
    }

    [Fact]
    public void Read_NestedTooDeep_IsRefused() => Assert.Throws<InputException>(() => Read(string.Concat(Enumerable.Repeat("a {", 1000))));

    [Fact]
    public void Worth_Sizes_IsTheLargestReached()
    {
        var policy = new BatchPolicy { MaxSamples = 8, Preferred = [2, 4] };
        Assert.Equal([0, 0, 2, 2, 4, 4, 4, 4, 8], Enumerable.Range(0, 9).Select(policy.Worth));
    }
}
