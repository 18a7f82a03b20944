using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>Models that are not what they should be, given to the runtime in a worker without the checks before it.</summary>
public sealed class HostileModelTests
{
    [Theory]
    [InlineData("g (float[4] x) => (float[4] y) { y = Nonsense(x) }")]
    [InlineData("g (float[4] x) => (float[4] y) { a = Relu(b) b = Relu(a) y = Add(a, x) }")]
    [InlineData("g (float[4] x) => (float[4] y) { y = Conv(x, x, x) }")]
    [InlineData("g (float[4] x) => (float[4] y) <int64[2] s = {4611686018427387904, 4}> { z = ConstantOfShape(s) y = Add(x, z) }")]
    [InlineData("g (float[4] x) => (float[4] y) { y = Relu(missing) }")]
    public void Load_ModelThatIsWrong_IsRefusedOrRefusedWhenRun(string graph)
    {
        Model model = GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17]>\n{graph}");
        Assert.Contains(Work.CodeOf(() =>
        {
            using ILoadedModel loaded = new IsolatedRunner("m", Work.Quick).Load(model);
            loaded.Run([Tensor.From<float>("x", [4], [1, 2, 3, 4f])]);
        }), (string[])["model-not-runnable", "run-failed", "worker-failed"]);
    }

    /// <summary>Bytes of a model changed at random; what can still be read goes to a worker.</summary>
    [Fact]
    public void Load_FilesChangedAtRandom_NeverHarmThisProcess()
    {
        byte[] file = OnnxFile.Serialize(V2Models.Example());
        var random = new Random(5);
        int given = 0;
        for (int i = 0; given < 8; i++)
        {
            byte[] bytes = [.. file];
            for (int change = random.Next(1, 5); change > 0; change--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Model model;
            try
            {
                model = OnnxFile.Parse(bytes, "mutant");
            }
            catch (InputException)
            {
                continue;
            }

            given++;
            try
            {
                using ILoadedModel loaded = new IsolatedRunner("m", Work.Quick).Load(model);
                loaded.Run([Tensor.From<uint>("input0", [2, 2], [1, 2, 3, 4u]), Tensor.From<bool>("input1", [3], [true, false, true])]);
            }
            catch (InputException refused)
            {
                Assert.Contains(refused.Problems[0].Code, (string[])["model-not-runnable", "run-failed", "worker-failed", "model-external-data", "output-no-tensor"]);
            }
        }
    }
}
